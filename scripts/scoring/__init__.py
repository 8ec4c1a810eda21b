"""How well documents are read: labelled documents, and figures of what was read against what was labelled."""
