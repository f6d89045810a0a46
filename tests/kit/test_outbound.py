"""Where a call may go: the table of addresses, and servers that misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from guatu.kit.outbound import Policy, Unreachable, fault_of, post
from tests.notices.sample import HERE
from tests.notices.servers import WebServer, web_server

PUBLIC = Policy(hosts=frozenset({"hook.example.com"}))

INSIDE = (
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.5.4",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.2.7",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:c0a8:101::",
)
OUTSIDE = ("1.1.1.1", "223.5.5.5", "9.9.9.9", "2400:3200::1", "::ffff:223.5.5.5")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.mark.parametrize("address", INSIDE)
def test_no_inner_address_is_called(address: str) -> None:
    assert not Policy().allows(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are(address: str) -> None:
    assert Policy().allows(ip_address(address))


def test_a_network_of_ones_own_must_be_named() -> None:
    own = Policy(networks=(ip_network("10.20.0.0/16"),))
    assert own.allows(ip_address("10.20.3.4"))
    assert own.allows(ip_address("::ffff:10.20.3.4"))
    assert not own.allows(ip_address("10.21.3.4"))
    assert not own.allows(ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.com/a",
        "ftp://hook.example.com/a",
        "file:///etc/passwd",
        "hook.example.com/a",
        "https://other.example.com/a",
        "https://hook.example.com.evil.test/a",
        "https://hook.example.com@evil.test/a",
        "https://user:word@hook.example.com/a",
        "https://evil.test#hook.example.com",
        "https://evil.test\\@hook.example.com",
        "https://hook.example.com/a b",
        "https://hook.example.com/\r\nHost: evil.test",
        "https://hook.example.com:notaport/",
        "https://[::1]/",
        "https://",
        "",
    ],
)
def test_an_address_that_may_not_be_called_is_told_before_anything_is_looked_up(url: str) -> None:
    assert fault_of(url, PUBLIC)
    with pytest.raises(Unreachable) as refused:
        post(url, b"", {}, PUBLIC)
    assert refused.value.forbidden


@pytest.mark.parametrize(
    "url", ["https://hook.example.com/a?key=1", "https://HOOK.example.com:8443/"]
)
def test_what_may_be_called_has_no_fault(url: str) -> None:
    assert fault_of(url, PUBLIC) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1"])
def test_a_host_that_leads_inside_is_refused_however_it_is_written(
    web: WebServer, host: str
) -> None:
    policy = Policy(hosts=frozenset({host}), schemes=frozenset({"http"}))
    with pytest.raises(Unreachable) as refused:
        post(f"http://{host}:{web.port}/", b"", {}, policy)
    assert "内部网络" in str(refused.value.sentence)
    assert web.calls == []


def test_what_is_allowed_is_called_with_body_and_headers(web: WebServer) -> None:
    answer = post(web.url("/hook?a=1"), "好".encode(), {"X-Own": "1"}, HERE)
    assert (answer.status, answer.body) == (200, web.answer)
    [call] = web.calls
    assert (call.path, call.body.decode(), call.headers["x-own"]) == ("/hook?a=1", "好", "1")
    assert call.headers["host"] == f"127.0.0.1:{web.port}"


def test_a_redirect_is_not_followed(web: WebServer) -> None:
    web.status, web.headers = 302, {"Location": web.url("/elsewhere")}
    assert post(web.url(), b"", {}, HERE).status == 302
    assert [call.path for call in web.calls] == ["/hook"]


def test_the_environments_proxy_is_not_used(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(web.url(), b"", {}, HERE).status == 200


@pytest.mark.parametrize("manner", ["silent", "dripping"])
def test_a_server_that_never_ends_is_cut_off(web: WebServer, manner: str) -> None:
    setattr(web, manner, True)
    with pytest.raises(Unreachable, match="没有回答"):
        post(web.url(), b"", {}, HERE)


def test_an_answer_that_is_too_long_is_not_read_to_its_end(web: WebServer) -> None:
    web.answer = b"a" * 5000
    with pytest.raises(Unreachable, match="太长"):
        post(web.url(), b"", {}, replace(HERE, most=4999))
    assert len(post(web.url(), b"", {}, replace(HERE, most=5000)).body) == 5000


def test_nobody_there_is_a_sentence(web: WebServer) -> None:
    with pytest.raises(Unreachable, match="连不上"):
        post("http://127.0.0.1:9/", b"", {}, HERE)


def test_a_server_without_a_trusted_certificate_is_not_talked_to(web: WebServer) -> None:
    """It speaks no TLS at all; the words are those for any fault of the secured connection."""
    secured = replace(HERE, schemes=frozenset({"https"}))
    with pytest.raises(Unreachable, match=r"证书|加密|没有回答|连不上"):
        post(f"https://127.0.0.1:{web.port}/", b"secret", {}, secured)
    assert web.calls == []


def test_a_name_that_does_not_exist_is_a_sentence() -> None:
    nowhere = Policy(hosts=frozenset({"no-such-host.invalid"}))
    with pytest.raises(Unreachable, match=r"查不到|没有回答"):
        post("https://no-such-host.invalid/", b"", {}, nowhere)
