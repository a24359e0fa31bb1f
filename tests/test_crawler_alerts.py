"""Alerts by mail and webhook: real servers on loopback, dead ones, silent ones, and what must never be told."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from scrapy.settings import Settings
from werkzeug import Response

from crawler.alerts import Alert, deliver
from tests.conftest import PROJECT, base_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, LoginPassword, Session
    from pytest_httpserver import HTTPServer

SECRET = "hunter2-do-not-tell"  # noqa: S105  the tests look for it
TO = ["编辑部 <desk@county.example>", "boss@county.example"]
FAILURES = Alert(
    subject="news 苍南: failures — 2 new, 1 failed",
    text="苍南新闻网：第一个出错的网址（记者 王䶮 𠮷）\nhttp://www.example.cn/系统/1.shtml\n",
    data={"site": "cangnan", "spider": "news", "verdict": "failures", "exit_code": 3, "counts": {"new": 2}},
)


class Mailbox:
    """Keeps what a real mail server was given."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(  # noqa: N802  the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    def only(self) -> tuple[EmailMessage, list[str]]:
        """Give the one message and its recipients."""
        (envelope,) = self.envelopes
        assert isinstance(envelope.content, bytes)
        return message_from_bytes(envelope.content, policy=policy.default), envelope.rcpt_tos


@contextmanager
def mail_server(port: int, **options: object) -> Iterator[Mailbox]:
    """Run a mail server on loopback."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def by_mail(port: int, **changes: object) -> Settings:
    """Settings of somebody who is told by mail."""
    given = {
        "ALERT_MAIL_TO": TO,
        "ALERT_MAIL_FROM": "crawler@county.example",
        "ALERT_SMTP_HOST": "127.0.0.1",
        "ALERT_SMTP_PORT": port,
        "ALERT_SMTP_TLS": "none",
        "ALERT_TIMEOUT": 20,
    }
    return Settings({**given, **changes})


def by_webhook(url: str, **changes: object) -> Settings:
    """Settings of somebody who is told by a webhook."""
    return Settings({"ALERT_WEBHOOK_URL": url, "ALERT_TIMEOUT": 20, **changes})


@pytest.mark.parametrize(("url", "is_used"), [("", False), ("http://127.0.0.1:1/", True)])
def test_spidermon_is_imported_only_by_who_wants_alerts(url: str, is_used: bool) -> None:
    program = (
        "import sys; from crawler.alerts import Alert, deliver; from scrapy.settings import Settings;"
        "settings = Settings({'ALERT_TIMEOUT': 20, 'ALERT_WEBHOOK_URL': sys.argv[1]});"
        "print(len(deliver(Alert(subject='', text='', data={}), settings)), 'spidermon' in sys.modules)"
    )

    said = subprocess.check_output([sys.executable, "-W", "error", "-c", program, url], cwd=PROJECT, text=True)

    assert said.split() == [str(int(is_used)), str(is_used)]


def test_a_mail_arrives_as_it_was_meant(unused_port: int) -> None:
    with mail_server(unused_port) as mailbox:
        failures = deliver(FAILURES, by_mail(unused_port))

    message, recipients = mailbox.only()
    assert failures == []
    assert recipients == ["desk@county.example", "boss@county.example"]
    assert mailbox.envelopes[0].mail_from == "crawler@county.example"
    assert (message["Subject"], message["From"]) == (FAILURES.subject, "crawler@county.example")
    assert [str(address) for address in message["To"].addresses] == TO
    assert message.get_content() == FAILURES.text
    assert message["Date"].datetime.tzinfo is not None


def test_a_list_with_commas_and_the_first_recipient_as_sender(unused_port: int) -> None:
    settings = by_mail(unused_port, ALERT_MAIL_TO=" a@county.example, b@county.example ,", ALERT_MAIL_FROM="")

    with mail_server(unused_port) as mailbox:
        assert deliver(FAILURES, settings) == []

    assert mailbox.only()[1] == ["a@county.example", "b@county.example"]
    assert mailbox.envelopes[0].mail_from == "a@county.example"


@pytest.mark.parametrize(
    ("subject", "arrives"),
    [
        ("fine\r\nBcc: spy@evil.example\r\n\r\nbody", "fine Bcc: spy@evil.example body"),
        ("苍南\nX-Evil: 1", "苍南 X-Evil: 1"),
        ("苍南\x0b\x85\u2028\u2029\x00县", "苍南 县"),
        ("half a pair \ud800", "half a pair"),
        # a line of header ends between words of both kinds
        ("县3(,网b闻, 3县网闻:b(苍3新a a3县(南新 网苍, b(;闻,3a闻网 3县南 (南 县;3新,a南苍网县新县a新,:3:苍 南南新",)
        * 2,
    ],
)
def test_a_subject_is_one_header_whatever_is_in_it(unused_port: int, subject: str, arrives: str) -> None:
    with mail_server(unused_port) as mailbox:
        failures = deliver(Alert(subject=subject, text="正文 \ud800", data={}), by_mail(unused_port))

    message, recipients = mailbox.only()
    assert failures == []
    assert (message["Subject"], message["Bcc"], message["X-Evil"]) == (arrives, None, None)
    assert message.get_content() == "正文 ?"
    assert recipients == ["desk@county.example", "boss@county.example"]


def test_an_address_with_a_line_break_adds_no_header(unused_port: int) -> None:
    evil = '"县\r\nX-Evil: 1" <a@county.example>'

    with mail_server(unused_port) as mailbox:
        failures = deliver(FAILURES, by_mail(unused_port, ALERT_MAIL_FROM=evil, ALERT_MAIL_TO=evil))

    message, recipients = mailbox.only()
    assert (failures, recipients, message["X-Evil"]) == ([], ["a@county.example"], None)
    assert [message[name].addresses[0].display_name for name in ("From", "To")] == ["县 X-Evil: 1"] * 2


def test_a_webhook_gets_json(httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request("/hook", method="POST", query_string="key=1").respond_with_data(status=204)

    failures = deliver(FAILURES, by_webhook(base_url(httpserver) + "/hook?key=1"))

    request = httpserver.log[0][0]
    assert failures == []
    assert request.content_type == "application/json"
    assert json.loads(request.get_data()) == {
        **FAILURES.data,
        "subject": FAILURES.subject,
        "text": f"{FAILURES.subject}\n{FAILURES.text}",
    }


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_told_without_its_secret(httpserver: HTTPServer, status: int) -> None:
    answer = Response(status=status, headers={"Location": "/other"})
    httpserver.expect_request(f"/{SECRET}").respond_with_response(answer)

    failures = deliver(FAILURES, by_webhook(f"{base_url(httpserver)}/{SECRET}"))

    assert failures == [f"webhook: answered with {status} (127.0.0.1:{httpserver.port})"]
    assert len(httpserver.log) == 1


def test_what_json_cannot_hold_is_a_failure_too(httpserver: HTTPServer) -> None:
    failures = deliver(Alert(subject="", text="", data={"at": object()}), by_webhook(base_url(httpserver)))

    assert failures == [f"webhook: TypeError (127.0.0.1:{httpserver.port})"]


def test_dead_servers_are_named_with_host_and_port(unused_port: int) -> None:
    settings = by_mail(unused_port, ALERT_WEBHOOK_URL=f"http://user:{SECRET}@127.0.0.1:{unused_port}/{SECRET}")

    assert deliver(FAILURES, settings) == [
        f"mail: Connection refused (127.0.0.1:{unused_port})",
        f"webhook: Connection refused (127.0.0.1:{unused_port})",
    ]


def test_one_dead_channel_does_not_stop_the_other(unused_port: int, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("ok")

    failures = deliver(FAILURES, by_mail(unused_port, ALERT_WEBHOOK_URL=base_url(httpserver)))

    assert failures == [f"mail: Connection refused (127.0.0.1:{unused_port})"]
    assert len(httpserver.log) == 1


@contextmanager
def listener(answer: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Accept connections, let a function answer them until the test is over, and give the port."""
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                connection, _ = server.accept()
                if is_over.is_set():
                    connection.close()
                    return
                workers.append(threading.Thread(target=work, args=(connection,)))
                workers[-1].start()

        def work(connection: socket.socket) -> None:
            with connection:
                answer(connection, is_over)

        workers = [threading.Thread(target=accept)]
        workers[0].start()
        port = server.getsockname()[1]
        try:
            yield port
        finally:
            is_over.set()
            socket.create_connection(("127.0.0.1", port)).close()
            for worker in workers:
                worker.join(20)


def say_nothing(_connection: socket.socket, is_over: threading.Event) -> None:
    """Keep the connection."""
    is_over.wait(20)


def trickle(connection: socket.socket, is_over: threading.Event) -> None:
    """Send a byte now and then, never a whole line."""
    try:
        while not is_over.wait(0.05):
            connection.sendall(b"2")
    except OSError:
        return


@pytest.mark.parametrize("answer", [say_nothing, trickle])
def test_a_server_that_never_answers_costs_the_timeout_and_no_more(
    answer: Callable[[socket.socket, threading.Event], None],
) -> None:
    with listener(answer) as port:
        settings = by_mail(port, ALERT_TIMEOUT="0.5", ALERT_WEBHOOK_URL=f"http://127.0.0.1:{port}/")
        begin = time.monotonic()
        failures = deliver(FAILURES, settings)
        took_s = time.monotonic() - begin

    assert failures == [f"{name}: no answer within 0.5 s (127.0.0.1:{port})" for name in ("mail", "webhook")]
    assert 0.4 < took_s < 5


def talk_otherwise(connection: socket.socket, is_over: threading.Event) -> None:
    """Say something that belongs to neither protocol."""
    connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")
    is_over.wait(20)


def test_servers_of_another_kind_are_named() -> None:
    with listener(talk_otherwise) as port:
        mail, webhook = deliver(FAILURES, by_mail(port, ALERT_WEBHOOK_URL=f"http://127.0.0.1:{port}/{SECRET}"))

    assert (mail.startswith("mail: refused "), mail.endswith(f" (127.0.0.1:{port})")) == (True, True)
    assert webhook == f"webhook: BadStatusLine (127.0.0.1:{port})"


def test_a_refused_recipient_is_named_and_the_others_are_told(unused_port: int) -> None:
    with mail_server(unused_port) as mailbox:
        mailbox.unknown = {"boss@county.example"}
        (failure,) = deliver(FAILURES, by_mail(unused_port))

    assert mailbox.only()[1] == ["desk@county.example"]
    assert all(word in failure for word in ("boss@county.example", "550", "no such mailbox"))


@pytest.mark.parametrize(
    ("password", "failures"),
    [
        (SECRET, []),
        (f"not-{SECRET}", ["mail: ALERT_SMTP_USER or ALERT_SMTP_PASSWORD is wrong"]),
        (f"密{SECRET}", ["mail: UnicodeEncodeError"]),  # smtplib takes ASCII only
    ],
)
def test_the_password_opens_the_server_and_is_never_told(unused_port: int, password: str, failures: list[str]) -> None:
    opened = []

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _kind: str, given: LoginPassword) -> AuthResult:
        repeated = given.password.decode()
        opened.append(repeated == SECRET)
        return AuthResult(success=repeated == SECRET, handled=False, message=f"535 not {repeated}")

    settings = by_mail(unused_port, ALERT_SMTP_USER="desk", ALERT_SMTP_PASSWORD=password)

    with mail_server(unused_port, authenticator=check, auth_require_tls=False) as mailbox:
        told = deliver(FAILURES, settings)

    assert told == [f"{failure} (127.0.0.1:{unused_port})" for failure in failures]
    assert (any(opened), len(mailbox.envelopes)) == (not failures, not failures)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = tmp_path / "mail.pem"
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, serialization.NoEncryption()))
    return path


@pytest.mark.parametrize("is_trusted", [True, False])
def test_starttls_needs_a_certificate_that_is_trusted(
    certificate: Path,
    is_trusted: bool,
    unused_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with mail_server(unused_port, tls_context=context, require_starttls=True) as mailbox:
        failures = deliver(FAILURES, by_mail(unused_port, ALERT_SMTP_TLS="starttls"))

    assert len(mailbox.envelopes) == int(is_trusted)
    assert ["certificate" in failure for failure in failures] == [True] * (not is_trusted)


def test_without_starttls_nothing_is_sent_to_a_server_that_has_none(unused_port: int) -> None:
    with mail_server(unused_port) as mailbox:
        (failure,) = deliver(FAILURES, by_mail(unused_port, ALERT_SMTP_TLS="starttls"))

    assert mailbox.envelopes == []
    assert "STARTTLS" in failure


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ALERT_SMTP_HOST": ""}, "mail: ALERT_MAIL_TO, ALERT_SMTP_HOST"),
        ({"ALERT_SMTP_PORT": "smtp"}, "mail: ALERT_MAIL_TO, ALERT_SMTP_HOST"),
        ({"ALERT_SMTP_PORT": "99999"}, "mail: ALERT_MAIL_TO, ALERT_SMTP_HOST"),
        ({"ALERT_SMTP_TLS": "yes"}, "mail: ALERT_MAIL_TO, ALERT_SMTP_HOST"),
        ({"ALERT_MAIL_TO": " , "}, "mail: ALERT_MAIL_TO, ALERT_SMTP_HOST"),
        ({"ALERT_TIMEOUT": "soon"}, "alerts: "),
    ],
)
def test_wrong_settings_of_mail_are_told(unused_port: int, changes: dict[str, object], told: str) -> None:
    (failure,) = deliver(FAILURES, by_mail(unused_port, **changes))

    assert failure.startswith(told)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "127.0.0.1/", "http:///", "http://[", "http://127.0.0.1:x", "http://127.0.0.1/ 密\n"]
)
def test_a_wrong_url_of_a_webhook_is_told_but_not_repeated(url: str) -> None:
    settings = by_webhook(url + SECRET)

    assert deliver(FAILURES, settings) == ["webhook: ALERT_WEBHOOK_URL is no http or https address"]
