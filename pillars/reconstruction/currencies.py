"""The currencies of ISO 4217 by their three-letter codes, as in the standard's list of current ones."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VED VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list would take a line a code
)
"""Codes of money that is paid in; those of metals, bonds and tests are left out."""


def validate_currency(code: str) -> None:
    """Refuse what is no code of a currency."""
    if code not in CURRENCIES:
        raise ValidationError(
            _("“%(value)s” is no currency of ISO 4217. Write three capital letters, such as USD."),
            code="unknown_currency",
            params={"value": code},
        )
