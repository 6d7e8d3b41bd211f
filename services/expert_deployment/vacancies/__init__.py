"""What host institutions ask for: vacancies, their rules, their publication."""
