"""A bad token is refused as one, whatever its bytes are."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["no-such-token", "\xff", "\xfe\x80"])
def test_a_bad_token_is_refused(client: Client, token: str) -> None:
    answer = client.get("/api/v1/plans/", HTTP_AUTHORIZATION=f"Token {token}")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["Basic YTpi", "Bearer abc", "abc", "Token", "Token a b"])
def test_what_is_no_token_is_refused_and_not_answered_as_the_publics(client: Client, given: str) -> None:
    answer = client.get("/api/v1/plans/", HTTP_AUTHORIZATION=given)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert answer["Content-Type"] == "application/problem+json"
    assert given.startswith("Token") or "Authorization: Token" in answer.json()["detail"]
