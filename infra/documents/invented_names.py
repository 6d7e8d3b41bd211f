"""Names that nobody of the measured people really has, as clerks of many languages write them."""

from __future__ import annotations

# Each line is one name, as clerks of different languages write it.
GIVEN = """
Mohammed Muhammad Mohamad Mouhamed Mohamed Maxamed Mehmet
Ahmed Ahmad Axmed Ahmet Achmed
Hussein Husain Houssein Hüseyin Xuseen Hoessein
Hassan Hasan Xasan Hassen
Ali Aly
Yusuf Youssef Yousef Jusuf Yousif Yusuph
Ibrahim Ebrahim Brahim Ibraheem
Abdullah Abdallah Abdoullah Abdulla
Abdelrahman Abdurrahman Abdulrahman
Khalid Khaled Halid Khaleed
Omar Umar Omer Ömer
Mahmoud Mahmud Mehmood Maxamuud
Mustafa Moustafa Mostafa Mustapha
Reza Resa Rida Riza
Rachid Rashid Rasheed Rachied
Jamal Djamal Gamal Jamaal
Said Saeed Sayed Saïd
Karim Kareem Kerim
Tesfaye Tesfay Tasfaye
Haile Hailay Hayle
Dawit Daweet Dawid
Ivan Iwan
Sergey Sergei Serguei
Oleksandr Alexander Aleksandr
Emeka Emecka
Chidi Chidy
Fatima Fatma Fatemeh Fadumo Fatimah
Aisha Aicha Ayşe Aysha Ayesha Caasha
Zeynab Zainab Zeinab Zeynep
Khadija Khadidja Hatice Xadiija Khadijah
Maryam Mariam Meryem Miriam
Zahra Sahra Zehra Zahrah
Leila Layla Leyla Laila
Nasrin Nasreen Nesrin
Amina Aamina Emine Aminah
Samira Sameera Semire
Jamila Djamila Cemile Jameela
Selam Salaam Selaam
Natalia Nataliya Natalya
Olena Elena Helena
Ngozi Ngosi
Blessing Blesing
"""
FAMILY = """
Al-Hassan Alhasan El-Hassan Al-Hasan
Haddad Hadad El-Haddad
Al-Masri Elmasry Al-Masry
Hosseini Husseini Hoseini Hussaini
Ahmadi Ahmady Ahmedi
Rezaei Rezai Rezaie
Karimi Kareemi Kerimi
Mohammadi Muhammadi Mohamadi
Nazari Nazary
Warsame Warsama
Abdi Cabdi Abdy
Jama Djama Jaamac
Osman Cusman Othman Uthman
Yılmaz Yilmaz Jilmas
Demir Demyr
Kaya Kaja
Öztürk Ozturk Oeztuerk
Barzani Barzany Berzani
Talabani Talabany
Gebremedhin Ghebremedhin Gebremedhn
Tekle Tecle Teklay
Kidane Kidaneh Kidan
Berhane Brhane Birhane
Kovalenko Kowalenko
Shevchenko Chevtchenko Szewczenko
Petrov Petroff Petrow
Okonkwo Okonquo
Adeyemi Adeyemy Adeiemi
Nwosu Nwozu
Diallo Dialo Jallow
Traore Traoré Traoreh
Nguyen Nguyên
Benali Ben-Ali Bin-Ali
Bouazza Buazza Bou-Azza
El-Amrani Amrani Alamrani
Ziani Zyani
Khan Khaan Han
Sharifi Charifi Sherifi Sjarifi
Qasimi Kassimi Ghasemi Kasimi
Sadeghi Sadiqi Sadeqi
Tahiri Taheri Tahery
Popalzai Popalzay
"""  # noqa: RUF001 - Turkish has a letter without a dot


def spellings(lines: str) -> list[list[str]]:
    return [line.split() for line in lines.strip().splitlines()]


GIVEN_NAMES, FAMILY_NAMES = spellings(GIVEN), spellings(FAMILY)
