"""/questions/: what people ask, by the need that makes them ask, each with a short answer."""

from __future__ import annotations

from macros.site import Site
from macros.stated import stated
from macros.targets import Pages, link_to


def questions_page(site: Site, pages: Pages) -> str:
    """The body of the page; `pages` are the generated pages that a question may lead to."""
    jumps = "　".join(f"[{title}](#{need})" for need, title in site.needs.items())
    lines = [f"場面へ：{jumps}", ""]
    for need, title in site.needs.items():
        lines += [f"## {title} {{: #{need} }}", ""]
        for question in site.questions.values():
            if question.need == need:
                lines += [
                    f"### {question.heading} {{: #{question.id} }}",
                    "",
                    stated(question.answer, site),
                    "",
                    f"くわしく：{link_to(question, site, pages)}",
                    "",
                ]
    return "\n".join(lines)
