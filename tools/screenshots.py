"""Pictures of every page in each language, theme and width, to be looked at; or the few that documents show."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.async_api import Browser, async_playwright

from tools.environment import ROOT, development_environment, python
from tools.pages import GAZA, LOOKS, Look, pages_of
from tools.suite import find_chromium
from tools.throwaway import HOST, free_port, running

FOLDER = ROOT / "screenshots"
README_FOLDER = ROOT / "docs" / "pictures"
README_LOOK = Look("en", "light", 1180)
README_HEIGHT = 720
PARTS = {
    "plan": (f"{GAZA}?on=2026-09-30", "h1"),
    "proof": (f"{GAZA}milestones/first-stage-certified/?on=2026-09-30", "#proof"),
    "desk": ("/admin/", "#header"),
    "gate": ("/admin/milestones/gate/1/change/", "#header"),
    "grid": ("/admin/milestones/assessment/grid/", "#header"),
}
"""By the name of a picture in a document the page, and the part of it at which the picture begins."""
ADMINISTRATOR, PASSWORD = "analyst", secrets.token_urlsafe()
"""Who looks at the admin's pages, on the site of this run alone."""
MOST_BYTES = 150_000
AT_ONCE = 2
"""So many looks are taken at once, of one site by one browser: a page waits for the other's picture to be packed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; 0 where all are made."""
    parser = argparse.ArgumentParser(prog="python3 dev.py screenshots", description=__doc__)
    parser.add_argument("--only", default="", help="only pages whose address holds this text")
    parser.add_argument("--look", default="", help="only looks whose folder's name holds this, such as ar-dark")
    parser.add_argument("--readme", action="store_true", help="make the pictures of README.md and docs/analysts.md")
    asked = parser.parse_args(arguments)
    chromium = find_chromium()
    if not chromium:
        print("Pictures of pages need an installed chromium: apt-get install chromium", file=sys.stderr)
        return 2
    with serving() as site:
        return asyncio.run(_picture_all(chromium, site, asked))


async def _picture_all(chromium: str, site: str, asked: argparse.Namespace) -> int:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if asked.readme:
            return await _picture_documents(browser, site)
        pages = [path for path in pages_of(site) if asked.only in path]
        looks = [look for look in LOOKS if asked.look in look.name]
        room = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_picture(browser, site, pages, look, room) for look in looks))
    print(f"{len(pages)} pages in {len(looks)} looks: {FOLDER}")
    return 0


@contextmanager
def serving() -> Iterator[str]:
    """The address of a site of its own, with the shipped plans and an administrator, that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        environment = development_environment() | told | {"PYTHONUNBUFFERED": "1"}
        manage: list[str | Path] = [python(), ROOT / "manage.py"]
        port = free_port()
        serve = [*manage, "serve", "--port", str(port)]
        with running(serve, folder=Path(folder), ready="quit the server with", environment=environment):
            command = f"createsuperuser --noinput --username {ADMINISTRATOR} --email {ADMINISTRATOR}@example.org"
            subprocess.run([*manage, *command.split()], env=environment, stdout=subprocess.DEVNULL, check=True)
            yield f"http://{HOST}:{port}"


async def _picture(browser: Browser, site: str, pages: Sequence[str], look: Look, room: asyncio.Semaphore) -> None:
    """Each page whole, with nothing unfolded, into the look's folder."""
    folder = FOLDER / look.name
    folder.mkdir(parents=True, exist_ok=True)
    async with room:
        context = await browser.new_context(
            viewport={"width": look.width, "height": 844}, color_scheme=look.scheme, reduced_motion="reduce"
        )
        page = await context.new_page()
        for path in pages:
            await page.goto(site + look.address(path))
            name = quote(path.strip("/").replace("/", "--") or "home", safe="=&?")
            await page.screenshot(path=folder / f"{name}.png", full_page=True)
        await context.close()


async def _picture_documents(browser: Browser, site: str) -> int:
    README_FOLDER.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(
        viewport={"width": README_LOOK.width, "height": README_HEIGHT}, color_scheme=README_LOOK.scheme
    )
    page = await context.new_page()
    await page.goto(f"{site}/admin/")
    await page.fill("#id_username", ADMINISTRATOR)
    await page.fill("#id_password", PASSWORD)
    await page.press("#id_password", "Enter")
    await page.select_option("#plan-chosen", index=1)  # the first of the shipped plans
    await page.click(".plan-choice button")
    for name, (path, part) in PARTS.items():
        await page.goto(site + README_LOOK.address(path))
        begins = await page.locator(part).first.bounding_box()
        assert begins
        top = max(0, begins["y"] - 24)
        file = README_FOLDER / f"{name}.png"
        await page.screenshot(
            path=file, full_page=True, clip={"x": 0, "y": top, "width": README_LOOK.width, "height": README_HEIGHT}
        )
        size = file.stat().st_size
        print(f"{file.relative_to(ROOT)}: {size} bytes")
        if size > MOST_BYTES:
            print(f"Pictures of documents are of {MOST_BYTES} bytes at most.", file=sys.stderr)
            return 1
    await context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
