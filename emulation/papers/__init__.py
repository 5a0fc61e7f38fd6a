"""The document engine: one `Paper` value, one look (Nghị định 30/2020), knows no model."""
