"""Problems as pages, in the look of all others."""

from fastapi import Request
from fastapi.responses import Response

from services.api import problems
from services.api.pages.rendering import Pages
from services.api.pages.wording import PROBLEM_TITLES
from services.api.problems import ErrorPage, Problem


def error_page(pages: Pages) -> ErrorPage:
    """Shows what happened and what to do next; the request id helps operators to find it in the log."""

    def show(request: Request, problem: Problem) -> Response:
        title = PROBLEM_TITLES.get(problem.status, "出错了")
        told = problems.body(problem, request)
        context = {"title": title, "problem": told}
        return pages.show(request, "problem.html", context, problem.status, problem.headers)

    return show
