"""Calling an address that somebody typed in: only to where a policy lets us, and not for long.

The name is looked up once and the connection goes to the address that was checked, so that a
second answer of the name server cannot lead elsewhere. No proxy of the environment is used and no
redirect followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from guatu.domain.words import Sentence, say

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Addresses that carry an IPv4 address inside: who answers is decided by that one.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")


class Unreachable(Exception):
    """No answer was got; ``forbidden`` when the policy does not let us ask at all."""

    def __init__(self, sentence: Sentence, *, forbidden: bool = False) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.forbidden = forbidden


@dataclass(frozen=True, slots=True)
class Policy:
    """Where calls may go. Public addresses by https to ``hosts``; nothing else by default.

    ``hosts``: exact names. ``networks``: networks that are not public and may be called all the
    same, such as the one of the government's own intranet. ``seconds`` is for the whole call.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    schemes: frozenset[str] = frozenset({"https"})
    seconds: float = 5.0
    most: int = 1024 * 1024

    def allows(self, address: Address) -> bool:
        inner = _inner(address)
        if any(inner.version == network.version and inner in network for network in self.networks):
            return True
        return inner.is_global and not inner.is_multicast and not inner.is_reserved


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def fault_of(url: str, policy: Policy) -> Sentence | None:
    """What is wrong with an address as it is written; nothing is looked up."""
    try:
        _checked(url, policy)
    except Unreachable as error:
        return error.sentence
    return None


def post(url: str, body: bytes, headers: Mapping[str, str], policy: Policy) -> Answer:
    """Send ``body`` and read the answer; ``Unreachable`` with a sentence when there is none."""
    parts = _checked(url, policy)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    call = _Call(host, port, parts.scheme == "https", policy)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return call.post(path, body, headers)


class _Call:
    """One call, cut off from outside when its time is over: a server that sends a byte a second
    keeps every single read within its limit."""

    def __init__(self, host: str, port: int, tls: bool, policy: Policy) -> None:
        self._host, self._port, self._tls, self._policy = host, port, tls, policy
        self._over = threading.Event()
        self._connection = http.client.HTTPConnection(host, port, timeout=policy.seconds)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        address = _look_up(self._host, self._port, self._policy)
        timer = threading.Timer(self._policy.seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            self._connect(address)
            self._connection.request("POST", path, body, dict(headers))
            response = self._connection.getresponse()
            raw = response.read(self._policy.most + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(self._why(error)) from error
        finally:
            timer.cancel()
            self._connection.close()
        if self._over.is_set():
            raise Unreachable(self._too_slow())
        if len(raw) > self._policy.most:
            raise Unreachable(say("{host} 的回答太长，没有读完。", host=self._host))
        return Answer(response.status, raw)

    def _connect(self, address: str) -> None:
        sock = socket.create_connection((address, self._port), self._policy.seconds)
        self._connection.sock = sock
        if self._tls:
            secured = ssl.create_default_context().wrap_socket(
                sock, server_hostname=self._host, do_handshake_on_connect=False
            )
            self._connection.sock = secured  # before the handshake, so that it can be cut off, too
            secured.do_handshake()

    def _cut(self) -> None:
        self._over.set()
        if (sock := self._connection.sock) is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()

    def _why(self, error: Exception) -> Sentence:
        if self._over.is_set() or isinstance(error, TimeoutError):
            return self._too_slow()
        if isinstance(error, ssl.SSLError):
            return say("{host} 的证书不可信或加密连接失败。", host=self._host)
        return say("连不上 {host}，或连接中断。", host=self._host)

    def _too_slow(self) -> Sentence:
        seconds = f"{self._policy.seconds:g}"
        return say("{host} 在 {seconds} 秒内没有回答。", host=self._host, seconds=seconds)


_PORTS = {"https": 443, "http": 80}


def _checked(url: str, policy: Policy) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _refused(say("地址写得不对，请从对方系统复制完整地址。")) from None
    if not url.isascii() or any(c.isspace() or ord(c) < 33 for c in url) or not host:
        raise _refused(say("地址写得不对，请从对方系统复制完整地址。"))
    if parts.scheme not in policy.schemes:
        raise _refused(say("地址应以 https:// 开头。"))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refused(say("地址里不能写用户名、密码或“#”。"))
    if host not in policy.hosts:
        raise _refused(say("{host} 不在允许外发的主机名单中，请联系系统管理员。", host=host))
    return parts


def _look_up(host: str, port: int, policy: Policy) -> str:
    """The address to connect to; every address of the name must be allowed, not only the first."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except (OSError, UnicodeError):
            pass

    asking = threading.Thread(target=ask, daemon=True)  # a name server may be slow for long
    asking.start()
    asking.join(policy.seconds)
    addresses = list(found)
    if not addresses:
        raise Unreachable(say("查不到 {host} 的网络地址。", host=host))
    if not all(policy.allows(ipaddress.ip_address(a.partition("%")[0])) for a in addresses):
        raise _refused(say("{host} 指向内部网络，不允许外发。请联系系统管理员。", host=host))
    return addresses[0]


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return address


def _refused(sentence: Sentence) -> Unreachable:
    return Unreachable(sentence, forbidden=True)
