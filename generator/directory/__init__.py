"""What the site says about its disclosures: heads of pages, catalogue, glossary, feeds."""
