"""Tables as files: CSV and XLSX, of which no cell is a formula, and how a kind's rows stand in one."""
