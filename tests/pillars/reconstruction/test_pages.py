"""The panel and the pages: what they say, to whom, in which language, at what cost."""

import re
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.models import Plan
from milestones.selectors.records import Viewpoint
from milestones.state import state_for
from pillars.reconstruction.pages import panel
from tests import factories as make
from tests.pillars.reconstruction import cast

PILLAR = "/plans/accord/pillars/reconstruction/?on=2026-03-05"
NAMES = (
    "needs", "money/appeal", "donors/donor", "channels/fund", "projects/homes", "findings/gap",
)  # fmt: skip
PAGES = [f"/plans/accord/reconstruction/{name}/?on=2026-03-05" for name in NAMES]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def get(address: str, user: Any = None) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(address)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("address", [PILLAR, *PAGES])
def test_every_page_opens_in_every_language(address: str, language: str, everything: SimpleNamespace) -> None:
    response = get(f"{address}&lang={language}")
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    assert 'style="' not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/plans/nowhere/reconstruction/needs/", 404),
        *(
            (f"/plans/accord/reconstruction/{kind}/nowhere/", 404)
            for kind in ("money", "donors", "channels", "projects", "findings")
        ),
        ("/plans/accord/reconstruction/findings/gap/?on=2026-02-01", 404),
        ("/plans/accord/reconstruction/needs/?on=soon", 400),
    ],
)
def test_what_is_not_there_is_not_found(address: str, status: int, everything: SimpleNamespace) -> None:
    assert get(address).status_code == status


def test_what_is_not_told_of_every_donor_is_a_lower_bound(everything: SimpleNamespace) -> None:
    """5 million pledged by one donor, of which 2 came; another 10 are pledged whose receipts nobody tells."""
    other = cast.make_donor(everything.plan, "other")
    cast.make_transaction(everything.plan, "pledge", 10_000_000, appeal=everything.appeal, donor=other)
    shown = text_of(get(PAGES[1]))
    assert "received 2 million US dollars at least 13.3%" in shown


def test_the_money_of_an_appeal_is_told_by_stage_and_record(everything: SimpleNamespace) -> None:
    shown = text_of(get(PAGES[1]))
    assert "received 2 million US dollars 40%" in shown
    assert "Reading" not in shown
    assert "disbursed no record compiled here" in shown
    assert everything.source.title in shown


@pytest.mark.parametrize("page", PAGES[:2])
def test_what_no_record_tells_is_said_in_words(page: str, everything: SimpleNamespace) -> None:
    cast.make_estimate(cast.make_assessment(everything.plan, "update"), 70_000_000_000)
    body = get(page).content.decode()
    assert "—" not in body
    assert "not reported" in body


def test_a_project_without_a_record_says_so_once_and_heads_nothing(everything: SimpleNamespace) -> None:
    cast.make_project(everything.plan, "bare", name="Bare")
    body = get(PAGES[4].replace("homes", "bare")).content.decode()
    assert "Nothing is on record." in body
    assert "<dt>State</dt>" not in body
    assert "—" not in body


def test_an_appeal_that_is_restricted_is_seen_by_those_cleared(everything: SimpleNamespace) -> None:
    everything.appeal.publication = "restricted"
    everything.appeal.save()
    assert get(PAGES[1]).status_code == 404
    assert "2 million US dollars" not in text_of(get(PILLAR))
    assert get(PAGES[1], make.make_restricted_reader()).status_code == 200


def test_figures_that_cannot_be_compared_carry_their_warning(everything: SimpleNamespace) -> None:
    for slug, months, amount in (("update", 36, 20_000_000_000), ("final", 18, 26_300_000_000)):
        assessment = cast.make_assessment(everything.plan, slug, covers_from="2023-10", covers_until="2025-10")
        territory = everything.estimate.territory
        cast.make_estimate(assessment, amount, horizon="first", months=months, territory=territory)
    shown = text_of(get(PAGES[0]))
    assert "cannot be compared: they are for different lengths of time." in shown
    assert "from Oct 2023 to Oct 2025" in shown
    assert "2023-10" not in shown


def test_two_figures_are_chosen_and_compared(everything: SimpleNamespace) -> None:
    assessment = cast.make_assessment(everything.plan, "final", covers_from="2023-10", covers_until="2025-10")
    same = {"territory": everything.estimate.territory, "sector": everything.estimate.sector}
    later = cast.make_estimate(assessment, 3_000_000, **same)
    part = cast.make_estimate(assessment, 1_000_000, **same, horizon="first", months=18)
    address = f"{PAGES[0]}&one={everything.estimate.pk}&other="
    assert "The second less the first: 2 million US dollars." in text_of(get(f"{address}{later.pk}"))
    assert "cannot be compared: they are for different lengths of time." in text_of(get(f"{address}{part.pk}"))
    assert {get(f"{address}{other}").status_code for other in ("999999", "x", "%00")} == {404}
    response = get(address)
    assert "cannot be compared" not in text_of(response)
    chosen = re.findall(r'<option value="(\d+)" selected>', response.content.decode())
    assert len(set(chosen)) == 2  # two to begin with, not one and itself
    earlier = get(f"{address}{part.pk}".replace("on=2026-03-05", "on=2020-01-01"))
    assert "Not both of these figures are on record for this day." in text_of(earlier)
    assert f"&amp;other={part.pk}" in get(f"{address}{part.pk}").content.decode().partition('rel="canonical"')[2]
    assert "This is one figure. Choose two." in text_of(get(f"{address}{everything.estimate.pk}"))


def test_a_restricted_transaction_changes_only_what_the_cleared_see(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(
        everything.plan, "pledge", 7_000_000, **place, project=everything.project, publication="restricted"
    )
    cleared = make.make_restricted_reader()
    for address in (PILLAR, *PAGES[1:5]):
        assert "7 million US dollars" not in text_of(get(address)), address
        assert "7 million US dollars" in text_of(get(address, cleared)), address


def test_a_page_answers_for_what_was_known(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "pledge", 7_000_000, **place, recorded_at=cast.at(20))
    for address in (PILLAR, *PAGES[1:4]):
        assert "12 million US dollars" in text_of(get(address)), address
        assert "12 million US dollars" not in text_of(get(f"{address}&known_at=2026-03-19T00:00:00Z")), address


def test_a_pledge_announced_again_is_named(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "pledge", 5_000_000, **place, date=cast.on(4))
    shown = text_of(get(PAGES[1]))
    assert "Announced again, and counted once: Donor: 5 million US dollars on 4 Mar 2026" in shown
    assert "10 million US dollars" not in shown


def test_a_sum_without_a_rate_is_not_given_and_one_with_a_rate_says_which(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "disbursed", 1_000_000, **place, currency="EUR", side="channel")
    shown = text_of(get(PAGES[1]))
    assert "disbursed 1.1 million US dollars" in shown
    assert "1 EUR = 1.1 USD" in shown
    cast.make_transaction(everything.plan, "spent", 1_000_000, **place, currency="CHF", side="channel")
    assert "no rate is stated for its day, so that no total is given: spent." in text_of(get(PAGES[1]))


def test_a_late_project_and_a_gap_are_told(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "received", 3_000_000, **place, side="donor")
    shown = text_of(get("/plans/accord/pillars/reconstruction/?on=2026-03-25"))
    assert " late " in shown
    assert "20 / 100 homes" in shown
    assert (
        "Paid, by the donor's word: 3 million US dollars. Received, by the channel's: 2 million US dollars."
        in shown.replace("&#x27;", "'")
    )


def test_a_finding_and_a_project_tell_their_records_in_the_readers_language(everything: SimpleNamespace) -> None:
    assert "Said." in text_of(get(PAGES[5]))
    assert "Mar 2026 to 20 Mar 2026" in text_of(get(PAGES[4]))
    assert " to " not in text_of(get(f"{PAGES[4]}&lang=he"))


def test_a_plan_without_reconstruction_has_no_panel(plan: Plan) -> None:
    assert not panel(Viewpoint(state_for(plan), make.DAY))


def test_money_is_bars_on_one_scale_that_is_labelled_with_what_is_promised_as_an_outline(
    everything: SimpleNamespace,
) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "due", 8_000_000, **place, side="channel")
    body = get(PAGES[1]).content.decode()
    figure = body[body.index('<figure class="bars') : body.index("</figure>")]
    said = re.findall(r"<dt><bdi>(\w+)</bdi></dt><dd>([^<]+)</dd>(?:<dd class=\"bar-place\">(.*?)</dd>)?", figure)
    stages = {stage: (words, re.findall(r'class="bar-(\w+)"', drawn)) for stage, words, drawn in said}
    assert list(stages) == ["pledged", "due", "committed", "received", "disbursed", "spent"]
    assert stages["pledged"][1] == ["whole"]
    assert stages["due"] == ("8 million US dollars", ["whole"])
    assert stages["committed"] == ("no record compiled here", [])
    assert set(stages["received"][1]) == {"whole", "said"}  # only reported: hatched, its least pixels too
    assert re.search(r'<p class="bars-scale"><span>0</span><span>[\d.,]+ million US dollars</span>', figure)


def test_a_sector_without_a_figure_is_a_word_and_no_bar(everything: SimpleNamespace) -> None:
    cast.make_sector(everything.plan, "water")
    figure = get(PAGES[0]).content.decode().split('<figure class="bars')[1]
    assert re.search(r"<dd>no figure</dd>\s*</div>", figure)


def _spread(everything: SimpleNamespace, times: int) -> None:
    plan, place = everything.plan, {"appeal": everything.appeal, "channel": everything.channel}
    for number in range(times):
        donor = cast.make_donor(plan, f"donor-{number}")
        cast.make_transaction(plan, "pledge", number, donor=donor, **place, source=make.make_source(plan))
        project = cast.make_project(plan, f"project-{number}", sector=everything.project.sector)
        cast.make_step(project, "planned", planned_end=cast.on(20))
        cast.make_count(project, "delivered", 2)
        cast.make_entry(cast.make_finding(plan, f"finding-{number}"))
        appeal = cast.make_appeal(plan, f"appeal-{number}")
        cast.make_transaction(plan, "pledge", number, appeal=appeal)
        cast.make_estimate(cast.make_assessment(plan, f"needs-{number}"), number)


@pytest.mark.parametrize("reader", ["public", "cleared", "analyst"])
@pytest.mark.parametrize("address", [PILLAR, *PAGES, "/api/v1/reconstruction/transactions/"])
def test_more_records_take_no_more_queries(reader: str, address: str, everything: SimpleNamespace) -> None:
    users = {"public": None, "cleared": make.make_restricted_reader(), "analyst": make.make_analyst()}
    get(address, users[reader])
    with CaptureQueriesContext(connection) as few:
        assert get(address, users[reader]).status_code == 200
    _spread(everything, 6)
    get(address, users[reader])  # the core's own evaluation is made anew once
    with CaptureQueriesContext(connection) as many:
        assert get(address, users[reader]).status_code == 200
    assert len(many) <= len(few)


@pytest.mark.parametrize("address", [PILLAR, *PAGES, "/plans/accord/?on=2026-03-05"])
def test_the_footer_offers_the_data_as_a_table(address: str, everything: SimpleNamespace) -> None:
    (link,) = re.findall(r'href="(/api/[^"]+)">the same as CSV<', get(address).content.decode())
    response = get(link.replace("&amp;", "&"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/csv")


def test_the_course_of_a_project_stands_alone_in_the_colours_of_its_pillar(everything: SimpleNamespace) -> None:
    cast.make_step(everything.project, "started", date=cast.on(3))
    picture = ElementTree.fromstring(get(f"{PAGES[4]}&picture=course").content)
    assert picture.get("class", "").split() == ["course", "pillar-2", "picture"]
    looks = picture.findtext("{*}style") or ""
    drawn = {part.get("class"): part.tag.rpartition("}")[2] for part in picture.iter()}
    assert re.search(r"\.pillar-2 \{ color: #[0-9a-f]{6}; \}", looks)
    for kind, shape, look in (
        ("course-span is-planned", "rect", "fill: none;"),
        ("course-span is-worked", "rect", "fill: currentColor;"),
        ("course-today", "line", "stroke: #"),
    ):
        assert drawn.get(kind) == shape
        rule = re.escape("." + kind.replace(" ", "."))
        assert re.search(rf"{rule}\b[^{{}}]*\{{\s*{re.escape(look)}", looks)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("reconstruction/needs", "needs"),
        ("reconstruction/projects/homes", "units"),
        ("pillars/reconstruction", "accounts-appeal-donor-fund"),
    ],
)
def test_bars_are_to_be_had_as_a_file(page: str, name: str, everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "received", 3_000_000, **place, side="donor")
    address = f"/plans/accord/{page}/?on=2026-03-05"
    (label,) = re.findall(rf'id="{name}-drawn" aria-label="([^"]+)"', get(address).content.decode())
    file = get(f"{address}&picture={name}").content.decode()
    assert f"<title>{label}</title>" in file
    assert "<rect" in file


def test_money_has_a_page_of_its_own_with_needs_and_findings_and_none_has_none(everything: SimpleNamespace) -> None:
    page = get("/plans/accord/money/?on=2026-03-05")
    told, (iati,) = text_of(page), re.findall(r'href="([^"]*/iati/[^"]*)"', page.content.decode())
    assert get(iati).headers["Content-Type"].startswith("application/xml")
    assert all(word in told for word in ("Sums of different appeals", "Findings", "Every figure, with its source"))
    make.make_plan("truce")
    assert get("/plans/truce/money/").status_code == 404
