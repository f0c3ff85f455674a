"""The closed lists of codes a return may use, each with the words it is printed in.

A code is all that a return says about a thing, so nothing here can name anybody.
The JSON Schema lists the same codes; a test holds the two together.
"""

from typing import Final

SCHEMA_NAME: Final = "npcc-candidate-security-return"
SCHEMA_VERSION: Final = "1.0.0"
MARKING: Final = "OFFICIAL-SENSITIVE"
SUMMARY_AT_MOST: Final = 500
NARRATIVE_AT_MOST: Final = 2000
NOTE_AT_MOST: Final = 500

CADENCES: Final = {"daily": "Daily", "weekly": "Weekly", "adhoc": "Ad hoc"}

CATEGORIES: Final = {
    "threat_kill": "Threat to kill",
    "threat_other": "Other threat",
    "sexual_threat_image": "Sexual threat or image",
    "harassment": "Harassment",
    "stalking_following": "Stalking or following",
    "online_abuse_pile_on": "Online abuse or pile-on",
    "hate": "Hate",
    "doxxing": "Doxxing",
    "false_statement_deepfake": "False statement or deepfake",
    "assault_thrown_object": "Assault: thrown object",
    "assault_other": "Other assault",
    "weapon": "Weapon",
    "damage_vehicle_office_home": "Damage to vehicle, office or home",
    "campaign_asset_damage_theft": "Campaign material damaged or stolen",
    "event_disruption": "Event disrupted",
    "home_protest": "Protest at home",
    "suspicious_package_hoax": "Suspicious package or hoax",
    "cyber_compromise": "Cyber compromise",
    "impersonation": "Impersonation",
    "family_staff_targeted": "Family or staff targeted",
    "voter_intimidation": "Voter intimidation",
    "foreign_interference": "Foreign interference",
    "other": "Other",
}

CHANNELS: Final = {"online": "Online", "offline": "Offline", "both": "Online and offline"}

PLATFORMS: Final = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "snapchat": "Snapchat",
    "reddit": "Reddit",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "linkedin": "LinkedIn",
    "nextdoor": "Nextdoor",
    "discord": "Discord",
    "email": "E-mail",
    "sms": "Text message",
    "phone": "Telephone",
    "website": "Website",
    "other": "Other platform",
}

VICTIM_ROLES: Final = {
    "candidate": "Candidate",
    "agent": "Agent",
    "sub_agent": "Sub-agent",
    "campaigner": "Campaigner",
    "elected_rep": "Elected representative",
    "staff": "Staff",
    "family": "Family",
    "electoral_staff": "Electoral staff",
    "elector": "Elector",
    "other": "Other",
}

OFFICE_LEVELS: Final = {
    "uk": "UK Parliament",
    "devolved": "Devolved parliament",
    "mayor": "Mayor",
    "pcc": "PCC",
    "local": "Local council",
    "other": "Other office",
}

VICTIM_SEXES: Final = {"female": "Female", "male": "Male", "other": "Other", "unknown": "Not known"}

HATE_STRANDS: Final = {
    "race": "Race",
    "religion": "Religion or belief",
    "sexual_orientation": "Sexual orientation",
    "disability": "Disability",
    "transgender": "Transgender identity",
}
# Recorded by the force but no monitored national strand: left out of the rows.
LOCAL_STRANDS: Final = frozenset({"sex"})

# Kinds as Democracy Club writes them at the front of an election id.
ELECTION_TYPES: Final = {
    "parl": "UK Parliament",
    "senedd": "Senedd",
    "sp": "Scottish Parliament",
    "nia": "Northern Ireland Assembly",
    "gla": "Greater London Authority",
    "mayor": "Mayor",
    "pcc": "Police and Crime Commissioner",
    "local": "Local council",
    "parish": "Parish, town or community council",
    "ref": "Referendum",
    "other": "Other",
}

RISKS: Final = {"low": "Low", "med": "Medium", "high": "High", "critical": "Critical"}
TENSIONS: Final = {"none": "None", "low": "Low", "med": "Medium", "high": "High"}
MEDIA: Final = {"none": "None", "social": "Social media", "local": "Local", "national": "National"}
TRENDS: Final = {"falling": "Falling", "steady": "Steady", "rising": "Rising"}

# Home Office outcome types, with the wording of the published list abridged.
OUTCOMES: Final = {
    "1": "Charge or summons",
    "1A": "Charge or summons: alternate offence",
    "2": "Youth caution",
    "2A": "Youth caution: alternate offence",
    "3": "Adult caution",
    "3A": "Adult caution: alternate offence",
    "4": "Taken into consideration",
    "5": "Offender died",
    "6": "Penalty notice for disorder",
    "7": "Cannabis or khat warning",
    "8": "Community resolution",
    "9": "Not in the public interest: CPS",
    "10": "Formal action not in the public interest: police",
    "11": "Suspect below the age of responsibility",
    "12": "Suspect too ill",
    "13": "Victim or key witness dead or too ill",
    "14": "Suspect not identified; victim declines or is unable",
    "15": "Suspect identified, victim supports; evidential difficulties",
    "16": "Suspect identified; victim does not support",
    "17": "Prosecution time limit expired",
    "18": "Investigation complete, no suspect identified",
    "19": "Filed by the National Fraud Intelligence Bureau",
    "20": "Responsibility transferred to another body",
    "21": "Further investigation not in the public interest: police",
    "22": "Diversionary or educational activity; no further action",
}

ROLES: Final = {
    "spoc": "Candidate SPOC",
    "deputy": "Deputy SPOC",
    "case_officer": "Case officer",
    "administrator": "Administrator",
}
AUTHORISING_ROLES: Final = frozenset({"spoc", "deputy"})
