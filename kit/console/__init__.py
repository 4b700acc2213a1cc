"""The facilitator's side: one box for each thing to do. It calls back and knows no store."""
