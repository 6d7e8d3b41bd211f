"""The invented people's names in the script of their own country, for measuring the look-back."""

from __future__ import annotations

import random
from dataclasses import replace

from services.intake.facts.model import PersonFacts

# A name as the population has it, and the same name in Arabic, Cyrillic or Ethiopic letters.
OWN = """
Mohammed محمد
Ahmed أحمد
Hussein حسين
Hassan حسن
Ali علي
Yusuf يوسف
Ibrahim إبراهيم
Abdullah عبدالله
Abdelrahman عبدالرحمن
Khalid خالد
Omar عمر
Mahmoud محمود
Mustafa مصطفى
Reza رضا
Rachid رشيد
Jamal جمال
Said سعيد
Karim كريم
Tesfaye ተስፋዬ
Haile ኃይለ
Dawit ዳዊት
Ivan Иван
Sergey Сергей
Oleksandr Олександр
Fatima فاطمة
Aisha عائشة
Zeynab زينب
Khadija خديجة
Maryam مريم
Zahra زهرا
Leila ليلى
Nasrin نسرین
Amina أمينة
Samira سميرة
Jamila جميلة
Selam ሰላም
Natalia Наталья
Olena Олена
Al-Hassan الحسن
Haddad حداد
Al-Masri المصري
Hosseini حسینی
Ahmadi احمدی
Rezaei رضایی
Karimi کریمی
Mohammadi محمدی
Nazari نظری
Abdi عبدي
Osman عثمان
Barzani بارزانی
Talabani طالبانی
Gebremedhin ገብረመድህን
Tekle ተክለ
Kidane ኪዳነ
Berhane ብርሃነ
Kovalenko Коваленко
Shevchenko Шевченко
Petrov Петров
Benali بنعلي
Bouazza بوعزة
El-Amrani العمراني
Ziani زياني
Khan خان
Sharifi شریفی
Qasimi قاسمی
Sadeghi صادقی
Tahiri طاهری
Popalzai پوپلزی
"""
FORMS = dict(line.split() for line in OWN.strip().splitlines())


def in_own_script(known: list[list[str]], name: str) -> str | None:
    """Return a name in its own script; nothing if a word of it has none here."""
    forms = [
        next((FORMS[one[0]] for one in known if word in one and one[0] in FORMS), "")
        for word in name.split()
    ]
    return " ".join(forms) if all(forms) else None


def another_script(
    given: list[list[str]], family: list[list[str]], _dice: random.Random, person: PersonFacts
) -> PersonFacts | None:
    """Write the whole name in the script of its country; nothing if it has none here."""
    names = in_own_script(given, person.given_names), in_own_script(family, person.family_name)
    if names[0] is None or names[1] is None:
        return None
    return replace(person, given_names=names[0], family_name=names[1])
