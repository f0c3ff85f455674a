"""The returns page: days filed with the NPCC, and the next one."""
