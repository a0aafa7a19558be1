"""What Epoch's tasks say of a model: the task of the Hub, if it has one, inputs and outputs.

Only what the word itself says: a task that several kinds of model perform, such as answering
questions, has neither output nor input. Tasks that are not listed are reported.
"""

from __future__ import annotations

#: Domains in which language modeling means written language, and not proteins or sound.
DOMAINS = frozenset(("Language", "Multimodal"))
#: Tasks by which a model of these domains is a language model.
LANGUAGE_TASKS = frozenset(
    ("Language modeling", "Language modeling/generation", "Language generation", "Chat",
     "Text autocompletion", "Japanese language modeling")
)  # fmt: skip

_TEXT = ("text",)
_IMAGE = ("image",)
_VIDEO = ("video",)

TASKS: dict[str, tuple[str | None, tuple[str, ...], tuple[str, ...]]] = {
    # Language modeling alone is what BERT does as well: no output follows.
    "Language modeling": (None, (), ()),
    "Japanese language modeling": (None, (), ()),
    "Language modeling/generation": ("text-generation", _TEXT, _TEXT),
    "Language generation": ("text-generation", (), _TEXT),
    "Chat": ("text-generation", _TEXT, _TEXT),
    "Text autocompletion": ("text-generation", _TEXT, _TEXT),
    "Code generation": ("text-generation", (), ("code",)),
    "Code autocompletion": ("text-generation", ("code",), ("code",)),
    "Image generation": (None, (), _IMAGE),
    "Text-to-image": ("text-to-image", _TEXT, _IMAGE),
    "Image super-resolution": ("image-to-image", _IMAGE, _IMAGE),
    "Image completion": ("image-to-image", _IMAGE, _IMAGE),
    "Video generation": (None, (), _VIDEO),
    "Text-to-video": ("text-to-video", _TEXT, _VIDEO),
    "Image-to-video": ("image-to-video", _IMAGE, _VIDEO),
    "Video-to-video": ("video-to-video", _VIDEO, _VIDEO),
    "Audio generation": (None, (), ("audio",)),
    "Speech synthesis": (None, (), ("speech",)),
    "Text-to-speech": ("text-to-speech", _TEXT, ("speech",)),
    "Speech recognition": ("automatic-speech-recognition", ("speech",), ()),
    "Translation": ("translation", (), ()),
    "Text summarization": ("summarization", _TEXT, ()),
    "Question answering": ("question-answering", (), ()),
    "Visual question answering": ("visual-question-answering", ("image", "text"), ()),
    "Image captioning": ("image-to-text", _IMAGE, ()),
    "Video description": (None, _VIDEO, ()),
    "Audio question answering": (None, ("audio",), ()),
    "Image classification": ("image-classification", _IMAGE, ()),
    "Zero-shot image classification": ("zero-shot-image-classification", _IMAGE, ()),
    "Digit recognition": ("image-classification", _IMAGE, ()),
    # Of one letter, which is classifying, or of a page, which is reading: the word tells neither.
    "Character recognition": (None, _IMAGE, ()),
    "Object detection": ("object-detection", _IMAGE, ()),
    "Face detection": ("object-detection", _IMAGE, ()),
    "Image segmentation": ("image-segmentation", _IMAGE, ()),
    "Semantic segmentation": ("image-segmentation", _IMAGE, ()),
    "Pose estimation": ("keypoint-detection", (), ()),
    "Image embedding": ("image-feature-extraction", _IMAGE, ()),
    "Image representation": ("image-feature-extraction", _IMAGE, ()),
    "Semantic embedding": ("feature-extraction", (), ()),
    "Action recognition": ("video-classification", _VIDEO, ()),
    "Text classification": ("text-classification", _TEXT, ()),
    "Sentiment classification": ("text-classification", _TEXT, ()),
    "Document classification": ("text-classification", (), ()),
    "Named entity recognition": ("token-classification", _TEXT, ()),
    "Part-of-speech tagging": ("token-classification", _TEXT, ()),
    "Audio classification": ("audio-classification", ("audio",), ()),
    "Robotic manipulation": ("robotics", (), ()),
    "Recommender system": ("recommendation", (), ()),
    "Weather forecasting": ("weather-forecasting", (), ()),
    "Protein folding prediction": ("protein-structure-prediction", (), ()),
    **dict.fromkeys(("Atari", "Chess", "Diplomacy", "Go", "Poker"), ("game-playing", (), ())),
}
