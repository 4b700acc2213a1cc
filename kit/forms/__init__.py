"""The participant's side: forms, cards and result tables. It calls back and knows no store."""
