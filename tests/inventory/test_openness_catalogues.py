"""European Open Source AI Index and Model Openness Tool: one YAML file a system."""


def test_a_system_of_the_index(sample) -> None:
    records, _ = sample("osai", "osai.yaml")
    system = records["Letter Writer"]
    assert system.aliases == ("Letter-Writer-7B-Chat",)
    assert system.id == "example-lab/letter-writer-7b"
    assert (system.tasks, system.outputs) == (("text-generation",), ("text", "code"))
    assert (system.developer, system.released) == ("Example Lab", "2024-02")
    assert [each.of for each in system.derived_from] == ["Mistral-7B"]
    assert (system.open_weights, system.access) == (True, ("api-access",))


def test_a_known_error_of_the_index_is_not_repeated(sample) -> None:
    records, tally = sample("osai", "osai-whisper.yaml")
    system = records["Whisper"]
    assert (system.tasks, system.outputs) == (("automatic-speech-recognition",), ())
    # Partly open weights and a licence that is not known say nothing.
    assert (system.open_weights, system.licence) == (None, None)
    assert tally.unknown_fields == {"type of a system that does not generate": 1}


def test_the_template_is_skipped(sample) -> None:
    records, tally = sample("osai", "osai-template.yaml")
    assert not records
    assert tally.skipped == {"a template without a name": 1}


def test_a_release_of_the_tool(sample) -> None:
    records, _ = sample("mot", "mot.yml")
    release = records["Letter Writer"]
    assert release.id == "example-lab/letter-writer"
    assert (release.architecture, release.licence) == ("transformer decoder", "Apache-2.0")
    # The date is that of the assessment, the version here a number of tokens.
    assert (release.released, release.parameters) == (None, None)
    assert release.open_weights is True
    assert [each.kind for each in release.concluded] == ["LanguageModel"]
