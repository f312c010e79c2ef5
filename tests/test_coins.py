"""Currencies whose names countries share."""

from __future__ import annotations

import pytest

import onrecord


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("KATHMANDU, July 9 - The home ministry of Nepal put the damage at 85 million rupees.", "NPR"),
        ("ISLAMABAD, July 9 - Pakistan set aside 85 million rupees for seeds.", "PKR"),
        ("KATHMANDU, July 9 - Nepal borrowed. It will spend 85 million Indian rupees on seeds.", "INR"),
        ("MANILA - The Philippines lost 1.2 billion pesos in crops, the agency said.", "PHP"),
        ("Chile and Argentina met on Monday. Argentina promised 3 billion pesos for the tunnel.", "ARS"),
        ("CAIRO - Egypt raised the price of bread to 2 million pounds a shipload, Egypt's cabinet said.", "EGP"),
        ("LONDON - The trust spent 2 million pounds on the roof.", "GBP"),
        ("The trust spent 2 million pesos on the roof.", "MXN"),
        ("DAKAR - Senegal will pay farmers 4 billion francs.", "XOF"),
        ("DAR ES SALAAM - Tanzania promised each family 2 million shillings.", "TZS"),
        ("The Kenyan government has set aside KSh52 million for wells.", "KES"),
        ("ISLAMABAD, July 9 - Pakistan set aside Rs85 million for seeds.", "PKR"),
        ("The bank in Mumbai lent Rs. 85 million.", "INR"),
        ("The race in Sydney costs AUD$1 million.", "AUD"),
        ("The bank in Gaborone lent 3 million pula.", "BWP"),
    ],
)
def test_a_shared_name_is_the_money_of_the_country_spoken_of(text: str, unit: str) -> None:
    assert unit in {quantity.unit for quantity in onrecord.annotate(text).quantities}
