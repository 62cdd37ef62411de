"""What is doubtful in the calls that were imported: gaps, outliers, silent sites."""
