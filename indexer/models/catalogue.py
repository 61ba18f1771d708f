"""The models that Wherein knows: what each one reads, how it wants to be asked, what it costs.

Leaving out a model's prefix silently spoils its ranking; so they stand here, and only the encoders add them.
Figures are from the models' own cards. `{task}` in a prefix is replaced by the model's `task`, or by a person's.
"""

import difflib
from dataclasses import dataclass
from enum import StrEnum

from indexer.errors import BadRequest


class Kind(StrEnum):
    """What a model is for."""

    ENCODER = "encoder"  # a text -> a vector
    IMAGES = "images"  # a text or an image -> a vector, in one space
    RERANKER = "reranker"  # (query, passage) -> a score
    NLI = "nli"  # (premise, hypothesis) -> does it follow?


class Pooling(StrEnum):
    """How the vectors of a text's tokens become the vector of the text."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"
    NONE = "none"  # the model gives scores, or pools by itself


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What is put before a text, by what the text is for."""

    query: str = ""
    passage: str = ""
    clustering: str = ""
    classification: str = ""


class Similarity(StrEnum):
    """How what a model gives is compared or read."""

    COSINE = "cosine"  # vectors are made one long, so a dot product is the cosine
    LOGIT = "logit"  # a number without bounds: scaled before anybody sees it
    CLASSES = "classes"  # one number a class; which is which stands in the model's own config


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `dimension` is 0 for models that give scores; sizes are in megabytes (10^6 bytes)."""

    name: str
    repository: str  # on the hub
    kind: Kind
    use: str  # a few words for a person who chooses
    languages: str
    dimension: int
    token_limit: int
    pooling: Pooling
    licence: str
    download: int
    memory: int
    prefixes: Prefixes = Prefixes()
    task: str = ""  # fills `{task}` in a prefix
    dimensions: tuple[int, ...] = ()  # Matryoshka: shorter vectors that still work
    adapters: Prefixes = Prefixes()  # names of the model's own tasks, where it switches weights by task
    upstream_code: bool = False  # its authors' folder names code of their own; see native.py for what runs instead
    runs: bool = True  # False: it works only with that code, which a person has to allow (see consent.py)
    pickled: bool = False  # its authors keep the weights as pickles: fetched, and made safetensors (see convert.py)

    @property
    def similarity(self) -> Similarity:
        match self.kind:
            case Kind.RERANKER:
                return Similarity.LOGIT
            case Kind.NLI:
                return Similarity.CLASSES
        return Similarity.COSINE


DEFAULT = "all-MiniLM-L6-v2"
THREEFOLD = "bge-m3-reader"  # see threefold.py
_SEARCH = "Represent this sentence for searching relevant passages: "
_TASK = "Given a web search query, retrieve relevant passages that answer the query"
_INSTRUCT = "Instruct: {task}\nQuery: "
_E5 = Prefixes("query: ", "passage: ", "query: ", "query: ")


def _encoder(
    repository: str,
    use: str,
    languages: str,
    dimension: int,
    token_limit: int,
    pooling: Pooling,
    licence: str,
    download: int,
    memory: int,
    prefixes: Prefixes = Prefixes(),
    *,
    task: str = "",
    dimensions: tuple[int, ...] = (),
    adapters: Prefixes = Prefixes(),
    upstream_code: bool = False,
    pickled: bool = False,
) -> Model:
    name = repository.rsplit("/", 1)[-1]
    return Model(
        name, repository, Kind.ENCODER, use, languages, dimension, token_limit, pooling, licence, download, memory,
        prefixes, task, dimensions, adapters, upstream_code, pickled=pickled,
    )  # fmt: skip


_MEAN, _CLS, _LAST = Pooling.MEAN, Pooling.CLS, Pooling.LAST
_BGE = Prefixes(query=_SEARCH)
_EN, _MANY = "English", "100 languages"

MODELS: tuple[Model, ...] = (
    _encoder("sentence-transformers/all-MiniLM-L6-v2", "quick, comes with Wherein", _EN,
             384, 256, _MEAN, "Apache-2.0", 91, 150),
    _encoder("sentence-transformers/all-mpnet-base-v2", "better and slower", _EN,
             768, 384, _MEAN, "Apache-2.0", 438, 700),
    _encoder("BAAI/bge-small-en-v1.5", "made for search, small", _EN, 384, 512, _CLS, "MIT", 133, 250, _BGE),
    _encoder("BAAI/bge-base-en-v1.5", "made for search", _EN, 768, 512, _CLS, "MIT", 438, 700, _BGE),
    _encoder("BAAI/bge-large-en-v1.5", "made for search, slow", _EN, 1024, 512, _CLS, "MIT", 1340, 1700, _BGE),
    _encoder("intfloat/e5-small-v2", "made for search, small", _EN, 384, 512, _MEAN, "MIT", 134, 250, _E5),
    _encoder("intfloat/e5-base-v2", "made for search", _EN, 768, 512, _MEAN, "MIT", 438, 700, _E5),
    _encoder("intfloat/e5-large-v2", "made for search, slow", _EN, 1024, 512, _MEAN, "MIT", 1340, 1700, _E5),
    _encoder("BAAI/bge-m3", "long texts, slow", _MANY, 1024, 8192, _CLS, "MIT", 2270, 2800, pickled=True),
    _encoder("sentence-transformers/paraphrase-multilingual-mpnet-base-v2", "short texts", "50 languages",
             768, 128, _MEAN, "Apache-2.0", 1112, 1500),
    _encoder("intfloat/multilingual-e5-large-instruct", "told what to look for, slow", _MANY,
             1024, 512, _MEAN, "MIT", 1120, 2600, Prefixes(query=_INSTRUCT), task=_TASK),
    _encoder("nomic-ai/nomic-embed-text-v1.5", "long texts, short vectors", _EN,
             768, 8192, _MEAN, "Apache-2.0", 547, 900,
             Prefixes("search_query: ", "search_document: ", "clustering: ", "classification: "),
             dimensions=(512, 256, 128, 64), upstream_code=True),
    _encoder("jinaai/jina-embeddings-v3-hf", "long texts, short vectors; not for commercial use", "89 languages",
             1024, 8192, _MEAN, "CC-BY-NC-4.0", 1145, 2600,
             Prefixes("Represent the query for retrieving evidence documents: ",
                      "Represent the document for retrieval: "),
             adapters=Prefixes("retrieval.query", "retrieval.passage", "separation", "classification"),
             dimensions=(768, 512, 256, 128, 64, 32), upstream_code=True),
    _encoder("mixedbread-ai/mxbai-embed-large-v1", "made for search, short vectors, slow", _EN,
             1024, 512, _CLS, "Apache-2.0", 670, 1700, _BGE, dimensions=(512, 256, 128, 64)),
    _encoder("thenlper/gte-small", "small", _EN, 384, 512, _MEAN, "MIT", 67, 250),
    _encoder("Alibaba-NLP/gte-base-en-v1.5", "long texts", _EN,
             768, 8192, _CLS, "Apache-2.0", 547, 900, upstream_code=True),
    _encoder("Alibaba-NLP/gte-large-en-v1.5", "long texts, slow", _EN,
             1024, 8192, _CLS, "Apache-2.0", 1740, 2200, upstream_code=True),
    _encoder("Alibaba-NLP/gte-Qwen2-7B-instruct", "told what to look for; wants a large graphics card",
             "many languages", 3584, 32768, _LAST, "Apache-2.0", 30470, 15500, Prefixes(query=_INSTRUCT), task=_TASK),
    _encoder("flax-sentence-embeddings/st-codesearch-distilroberta-base", "program code", _EN,
             768, 128, _MEAN, "not stated", 329, 550, pickled=True),
    Model("clip-ViT-B-32", "sentence-transformers/clip-ViT-B-32", Kind.IMAGES, "photos by what is in them", _EN,
          512, 77, Pooling.NONE, "not stated", 605, 900, pickled=True),
    Model("ms-marco-MiniLM-L6-v2", "cross-encoder/ms-marco-MiniLM-L6-v2", Kind.RERANKER, "quick", _EN,
          0, 512, Pooling.NONE, "Apache-2.0", 91, 150),
    Model("bge-reranker-large", "BAAI/bge-reranker-large", Kind.RERANKER, "slow", "English, Chinese",
          0, 512, Pooling.NONE, "MIT", 2240, 2700),
    Model(THREEFOLD, "BAAI/bge-m3", Kind.RERANKER, "the whole, its words and each token; slow", _MANY,
          0, 512, Pooling.NONE, "MIT", 2270, 2800, pickled=True),
    Model("jina-reranker-v2-base-multilingual", "jinaai/jina-reranker-v2-base-multilingual", Kind.RERANKER,
          "not for commercial use", _MANY, 0, 1024, Pooling.NONE, "CC-BY-NC-4.0", 557, 1200,
          upstream_code=True, runs=False),
    Model("nli-deberta-v3-small", "cross-encoder/nli-deberta-v3-small", Kind.NLI,
          "does a statement follow from a text", _EN, 0, 512, Pooling.NONE, "Apache-2.0", 568, 900),
)  # fmt: skip

# Other ways in which people, and the models' own pages, write these names.
_ALIASES = {
    "jinaai/jina-embeddings-v3": "jina-embeddings-v3-hf",
    "jina-embeddings-v3": "jina-embeddings-v3-hf",
    "Alibaba-NLP/gte-small": "gte-small",
    "cross-encoder/ms-marco-MiniLM-L-6-v2": "ms-marco-MiniLM-L6-v2",
    "ms-marco-MiniLM-L-6-v2": "ms-marco-MiniLM-L6-v2",
}


def find(name: str) -> Model | None:
    """The model of that name, with or without its organisation, in any case; None when there is none."""
    wanted = _ALIASES.get(name, name).lower()
    return next((model for model in MODELS if wanted in (model.name.lower(), model.repository.lower())), None)


def get(name: str) -> Model:
    """Like `find`; raises `BadRequest` "unknown_model" with the names that come near."""
    model = find(name)
    if model is not None:
        return model
    near = near_names(name)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`wherein models` lists the models that can be chosen."
    raise BadRequest("unknown_model", f"There is no model called “{name}”.", hint)


def near_names(name: str, limit: int = 3) -> list[str]:
    """Names of the catalogue that look like `name`, best first: those that hold it, then those that are spelt alike."""
    short = name.rsplit("/", 1)[-1].lower()
    by_lower = {model.name.lower(): model.name for model in MODELS}
    holding = [lower for lower in by_lower if len(short) > 2 and short in lower]
    close = difflib.get_close_matches(short, by_lower, n=limit, cutoff=0.5)
    return [by_lower[found] for found in dict.fromkeys([*holding, *close])][:limit]
