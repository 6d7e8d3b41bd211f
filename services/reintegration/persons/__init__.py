"""The people of a case as reintegration knows them: by id, and by what decides their money."""
