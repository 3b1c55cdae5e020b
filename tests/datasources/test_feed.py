import pytest
from pydantic import ValidationError

from datasources.values import seconds
from tests.datasources.feeds import spec


@pytest.mark.parametrize(("text", "found"), [("10s", 10), ("1.5m", 90), ("2h", 7200), ("1d", 86400), ("250ms", 0.25)])
def test_durations(text: str, found: float) -> None:
    assert seconds(text) == found


@pytest.mark.parametrize("text", ["10", "s", "-5s", "5 s", "", 5, None, "1w"])
def test_a_duration_needs_its_unit(text: object) -> None:
    with pytest.raises(ValueError, match="expected a duration"):
        seconds(text)


def test_defaults_follow_the_interval() -> None:
    made = spec(every="20s")
    assert (made.deadline, made.late_after, made.stale_after, made.down_after) == (10, 40, 60, 200)
    assert spec(every="4s").deadline == 4
    assert made.snapshot
    assert not spec(format="csv", table="service_request").snapshot


def test_kinds() -> None:
    assert spec(format="gtfs").kind == "reference"
    assert spec(format="geojson", table="district").kind == "reference"
    assert spec(format="csv", table="vehicle_position").kind == "event"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"format": "csv"}, "needs table"),
        ({"format": "csv", "table": "busses"}, "expected a canonical table"),
        ({"format": "csv", "table": "service_day"}, "expected a canonical table"),
        ({"format": "gtfs", "mapping": "x.sql"}, "leave out table and mapping"),
        ({"every": "0s"}, "above 0"),
        ({"timezone": "Asia/Yantai"}, "IANA time zone"),
        ({"late_after": "5m", "stale_after": "1m"}, "late_after <= stale_after"),
        ({"colour": "red"}, "Extra inputs"),
        ({"url": "ftp://a/b"}, "expected http"),
        ({"url": "gopher://a/b"}, "expected http"),
        ({"url": "http://"}, "expected a host"),
        ({"url": "http://me:secret@host/"}, "no user name"),
        ({"url": "http://127.1/"}, "address in full"),
        ({"url": "http://2130706433/"}, "address in full"),
        ({"url": "http://0x7f.0.0.1/"}, "address in full"),
        ({"url": "http://0177.0.0.1/"}, "address in full"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "no feed may have"),
        ({"url": "http://[fe80::1]/"}, "no feed may have"),
        ({"url": "http://[::ffff:169.254.169.254]/"}, "no feed may have"),
        ({"url": "http://0.0.0.0/"}, "no feed may have"),
        ({"url": "http://host:99999/"}, "is no URL"),
    ],
)
def test_faults_are_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        spec(**given)


def test_headers_are_never_shown() -> None:
    assert "s3cret" not in repr(spec(url="https://host/x", headers={"X-Key": "s3cret"}))
