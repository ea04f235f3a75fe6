"""The receipt for an article that could not be read, so that none is lost between the source and the summary."""

from dragoman.records import ArticleInfo, Coded, Failure


def unreadable(id: str, reason: str) -> Coded:  # noqa: A002 (the record's own word)
    """A failed receipt of stage `read`. `id` is the article's, or its file and line where it has none."""
    return Coded(article_id=id, article=ArticleInfo(), error=Failure(stage="read", reason=reason))
