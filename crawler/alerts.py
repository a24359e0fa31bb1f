"""Tell somebody by mail or webhook how a run went: Spidermon runs the deliveries, the verdict comes from elsewhere."""

from __future__ import annotations

import json
import re
import smtplib
import ssl
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, getaddresses, localtime, make_msgid, parseaddr
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from threading import Thread
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scrapy.settings import BaseSettings


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What is to be told.

    Args:
        subject: one line; line breaks in it become spaces.
        text: some lines for a person.
        data: the same for a program, ready for JSON.
    """

    subject: str
    text: str
    data: Mapping[str, object]


class _Refused(Exception):
    """A setting is wrong or the other side said no; the text is for the operator and holds no secret."""


def tell(alert: Alert, settings: BaseSettings) -> None:
    """Tell it by every channel that is configured; say on standard error what could not be delivered."""
    for failure in deliver(alert, settings):
        sys.stderr.write(f"alert not delivered: {failure}\n")


def deliver(alert: Alert, settings: BaseSettings) -> list[str]:
    """Tell it by every channel that is configured, within ALERT_TIMEOUT; what goes wrong is returned, not raised.

    Args:
        settings: those that begin with ALERT_.

    Returns:
        One line, without secrets, for each channel that failed.
    """
    channels = {"ALERT_MAIL_TO": ("mail", _mail), "ALERT_WEBHOOK_URL": ("webhook", _webhook)}
    if not (wanted := [channel for switch, channel in channels.items() if settings.get(switch)]):
        return []
    try:
        timeout_s = min(max(0.1, settings.getfloat("ALERT_TIMEOUT")), 3600.0)
        from spidermon import Action, MonitorRunner, MonitorSuite  # type: ignore[import-untyped]  # noqa: PLC0415  slow
    except (ImportError, ValueError) as error:
        return [_one_line(f"alerts: {error}; needed are 'county-press[alerts]' and a number of seconds, ALERT_TIMEOUT")]

    class Deliver(Action):  # type: ignore[misc]  # Spidermon has no types
        def __init__(self, channel: str, send: Callable[[Alert, BaseSettings, float], Iterator[str]]) -> None:
            super().__init__()
            self.channel, self.send, self.place = channel, send, ""
            self.problem = f"no answer within {timeout_s:g} s"  # until there is one

        def run_action(self) -> None:
            try:
                for place in self.send(alert, settings, timeout_s):
                    self.place = f" ({place})"
                self.problem = ""
            except Exception as error:
                self.problem = _explain(error) or self.problem
                raise

    actions = [Deliver(*channel) for channel in wanted]
    suites = [MonitorSuite(monitors_finished_actions=[action]) for action in actions]
    # by threads, which can be left behind: a socket's timeout begins anew with each byte that comes
    threads = [Thread(target=MonitorRunner().run, args=(suite,), daemon=True) for suite in suites]
    deadline = time.monotonic() + timeout_s
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [_one_line(f"{action.channel}: {action.problem}{action.place}") for action in actions if action.problem]


def _mail(alert: Alert, settings: BaseSettings, timeout_s: float) -> Iterator[str]:
    """Give the address, then send."""
    host, port, tls = (str(settings.get(f"ALERT_SMTP_{key}") or "") for key in ("HOST", "PORT", "TLS"))
    to = [pair for pair in getaddresses(map(_one_line, settings.getlist("ALERT_MAIL_TO"))) if pair[1]]
    if not (to and host and port.isdecimal() and 0 < int(port) < 2**16 and tls in {"starttls", "ssl", "none"}):
        raise _Refused("ALERT_MAIL_TO, ALERT_SMTP_HOST, ALERT_SMTP_PORT or ALERT_SMTP_TLS is missing or wrong")
    yield f"{host}:{port}"
    # MIMEText, since the newer EmailMessage loses spaces between Chinese words (seen with Python 3.11.7)
    message = MIMEText(alert.text.encode("utf-8", "replace").decode(), "plain", "utf-8")
    message["Subject"] = cast("str", Header(_one_line(alert.subject), "utf-8"))  # typed for ASCII only
    message["From"] = formataddr(parseaddr(_one_line(settings.get("ALERT_MAIL_FROM") or to[0][1])))
    message["To"] = ", ".join(map(formataddr, to))
    message["Date"], message["Message-ID"] = format_datetime(localtime()), make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"  # nobody's holiday note is wanted in reply
    connect = partial(smtplib.SMTP_SSL, context=ssl.create_default_context()) if tls == "ssl" else smtplib.SMTP
    with connect(host, int(port), timeout=timeout_s) as server:
        if tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if user := settings.get("ALERT_SMTP_USER"):
            server.login(user, settings.get("ALERT_SMTP_PASSWORD") or "")
        if refused := server.send_message(message):
            raise smtplib.SMTPRecipientsRefused(refused)


def _webhook(alert: Alert, settings: BaseSettings, timeout_s: float) -> Iterator[str]:
    """Give the address, then send; http.client does it, which takes neither proxies nor redirects."""
    url = str(settings.get("ALERT_WEBHOOK_URL"))
    try:
        parts = urlsplit(url if re.fullmatch(r"[!-~]+", url) else "")
        is_tls = {"http": False, "https": True}[parts.scheme if parts.hostname else ""]
        kind, port = (HTTPSConnection, 443) if is_tls else (HTTPConnection, 80)
        connection = kind(parts.hostname or "", parts.port or port, timeout=timeout_s)
    except (ValueError, KeyError):
        raise _Refused("ALERT_WEBHOOK_URL is no http or https address") from None  # untold: mostly it is a secret
    yield f"{connection.host}:{connection.port}"
    body = json.dumps({**alert.data, "subject": alert.subject, "text": f"{alert.subject}\n{alert.text}"})
    headers = {"Content-Type": "application/json", "User-Agent": settings.get("USER_AGENT") or "county-press"}
    with closing(connection):
        connection.request("POST", f"{parts.path or '/'}?{parts.query}".rstrip("?"), body, headers)
        if (status := connection.getresponse().status) // 100 != 2:
            raise _Refused(f"answered with {status}")


def _explain(error: Exception) -> str:
    """Say what went wrong, nothing of a timeout; of an error whose text might hold a secret, only its kind."""
    match error:
        case TimeoutError() | Exception(__context__=TimeoutError()):
            return ""
        case smtplib.SMTPAuthenticationError():
            return "ALERT_SMTP_USER or ALERT_SMTP_PASSWORD is wrong"
        case smtplib.SMTPResponseException() | smtplib.SMTPRecipientsRefused():
            return f"refused {error.args}"
        case OSError() | _Refused():
            return getattr(error, "strerror", None) or str(error)
    return type(error).__name__


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", text).strip()
