# Made up, in the forms that the providers document.
variable "agent_model" {
  type    = string
  default = "anthropic.claude-3-haiku-20240307-v1:0"
}

locals {
  chat = "gpt-4o"
}

resource "azurerm_resource_group" "ours" {
  name = "rg-ours"
}

resource "azurerm_cognitive_deployment" "chat" {
  name                 = "${var.prefix}-chat" // not known here
  cognitive_account_id = azurerm_cognitive_account.ours.id
  model {
    format = "OpenAI"
    name   = local.chat
  }
  tags = merge(local.tags, { a = "b" }, [for x in y : x
  if x])
}

resource "aws_bedrockagent_agent" "desk" {
  agent_name       = "help-desk"
  foundation_model = var.agent_model
  instruction      = <<-EOT
    Be kind. } ] "
  EOT
}

/* A model of Hugging Face,
   and one of our own. */
resource "aws_sagemaker_model" "flan" {
  name = "flan"
  primary_container {
    image       = "hf:1"
    environment = { HF_MODEL_ID = "google/flan-t5-xl", HF_TASK = "text2text-generation" }
  }
}

resource "aws_sagemaker_model" "ours" {
  name = "claims"
  primary_container {
    model_data_url = "s3://ours/claims/model.tar.gz"
  }
}

resource "google_vertex_ai_endpoint_with_model_garden_deployment" "gemma" {
  publisher_model_name = "publishers/google/models/gemma3@gemma-3-1b-it"
}

resource "google_vertex_ai_endpoint" "empty" {
  display_name = "Empty"
}

module "openai" {
  deployment = {
    "draft" = { name = var.draft, model_name = var.draft },
    "embed" = { name = "embed", model_name = "text-embedding-ada-002" },
  }
}
