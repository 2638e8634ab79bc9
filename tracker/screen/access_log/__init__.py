"""The access log on the screen: of one record for its family, of a clinic for its office."""
