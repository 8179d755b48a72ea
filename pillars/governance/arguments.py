"""What a measure's argument names that a plan does not have, as the end of a sentence about the measure."""

from pillars.governance.models import Body, Function
from pillars.governance.models.choices import BenchmarkKind, FunctionKind


def unknown_body(plan_id: int, argument: str) -> str:
    """A body has to be named."""
    if not argument:
        return "needs the slug of a body after it"
    known = Body.objects.filter(plan=plan_id, slug=argument).exists()
    return "" if known else f'names the body "{argument}", which the plan does not have'


def unknown_function(plan_id: int, argument: str) -> str:
    """A function may be named."""
    known = not argument or Function.objects.filter(plan=plan_id, slug=argument).exists()
    return "" if known else f'names the function "{argument}", which the plan does not have'


def unknown_service(plan_id: int, argument: str) -> str:
    """A public service may be named."""
    services = Function.objects.filter(plan=plan_id, kind=FunctionKind.PUBLIC_SERVICE)
    known = not argument or services.filter(slug=argument).exists()
    return "" if known else f'names the public service "{argument}", which the plan does not have'


def unknown_kind(plan_id: int, argument: str) -> str:
    """A kind of benchmarks may be named."""
    known = argument in ("", *BenchmarkKind.values)
    return "" if known else f'names "{argument}", which is no kind of benchmark'
