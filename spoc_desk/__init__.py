"""SPOC Desk: candidate-security casework for a police force's single point of contact."""

__version__ = "0.1.0"
