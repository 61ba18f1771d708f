"""Tiny models with random weights, of the architectures of the catalogue: they stand in for weights of gigabytes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.models import catalogue
from indexer.models.catalogue import Model, Pooling
from indexer.models.folders import ModelFolder

WORDS = (
    "represent", "this", "sentence", "for", "searching", "relevant", "passages", "query", "passage", "instruct",
    "given", "a", "web", "search", "retrieve", "that", "answer", "the", "search_query", "search_document",
    "document", "retrieving", "evidence", "retrieval",
    "cat", "dog", "rent", "landlord", "tenant", "repair", "invoice", "one", "two", "three",
)  # fmt: skip
SIZE = 32
_SMALL: dict[str, Any] = {
    "hidden_size": SIZE,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 80,
}

# The architecture of each model of the catalogue.
ARCHITECTURES = {
    "all-MiniLM-L6-v2": "bert", "bge-small-en-v1.5": "bert", "bge-base-en-v1.5": "bert", "bge-large-en-v1.5": "bert",
    "e5-small-v2": "bert", "e5-base-v2": "bert", "e5-large-v2": "bert", "mxbai-embed-large-v1": "bert",
    "gte-small": "bert", "all-mpnet-base-v2": "mpnet", "bge-m3": "xlm-roberta",
    "paraphrase-multilingual-mpnet-base-v2": "xlm-roberta", "multilingual-e5-large-instruct": "xlm-roberta",
    "nomic-embed-text-v1.5": "nomic_bert", "jina-embeddings-v3-hf": "jina_embeddings_v3",
    "gte-base-en-v1.5": "gte", "gte-large-en-v1.5": "gte", "gte-Qwen2-7B-instruct": "qwen2",
    "st-codesearch-distilroberta-base": "roberta",
}  # fmt: skip


def tokenizer(place: Path) -> Any:
    """Splits at spaces and punctuation; knows `WORDS`."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {word: number for number, word in enumerate([*special, ":", *dict.fromkeys(WORDS)])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    raw.normalizer = normalizers.Lowercase()
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]", model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip
    fast.save_pretrained(place)
    return fast


def transformer(architecture: str, place: Path, head: str = "AutoModel", **settings: Any) -> None:
    """Save a random model of that architecture, with its tokenizer."""
    import torch
    import transformers

    words = tokenizer(place)
    config = transformers.AutoConfig.for_model(
        architecture, vocab_size=len(words), pad_token_id=0, bos_token_id=2, eos_token_id=3, **{**_SMALL, **settings}
    )
    if architecture == "qwen2":
        config.num_key_value_heads = 2
    torch.manual_seed(7)
    getattr(transformers, head).from_config(config).save_pretrained(place)


def encoder(name: str, place: Path) -> ModelFolder:
    """A folder like that of the catalogue's model `name`: same architecture, pooling and prefixes; 32 dimensions."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules

    model = catalogue.get(name)
    transformer(ARCHITECTURES[name], place / "raw")
    pooling = {Pooling.MEAN: "mean", Pooling.CLS: "cls", Pooling.LAST: "lasttoken"}[model.pooling]
    SentenceTransformer(
        modules=[modules.Transformer(str(place / "raw"), max_seq_length=64), modules.Pooling(SIZE, pooling)]
    ).save(str(place / "model"))
    return ModelFolder(small(model), place / "model", "weights-of-" + name)


def small(model: Model) -> Model:
    return replace(model, dimension=SIZE, dimensions=(16, 8) if model.dimensions else (), token_limit=64)


def clip(place: Path) -> ModelFolder:
    """A folder like that of clip-ViT-B-32: one space for texts and pictures, with random weights."""
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules

    words = tokenizer(place / "raw")
    common = {"hidden_size": SIZE, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    ends = {"bos_token_id": 2, "eos_token_id": 3, "pad_token_id": 0}
    config = transformers.CLIPConfig(
        text_config={**common, **ends, "vocab_size": len(words), "max_position_embeddings": 77},
        vision_config={**common, "image_size": 224, "patch_size": 32},
        projection_dim=SIZE,
    )
    torch.manual_seed(7)
    transformers.CLIPModel(config).save_pretrained(place / "raw")
    transformers.CLIPProcessor(transformers.CLIPImageProcessor(), words).save_pretrained(place / "raw")
    SentenceTransformer(modules=[modules.CLIPModel(str(place / "raw"))]).save(str(place / "model"))
    model = replace(catalogue.get("clip-ViT-B-32"), dimension=SIZE)
    return ModelFolder(model, place / "model", "weights-of-clip")
