"""What running text states: figures with their roles, wholes with parts, shares, changes.

    words.py      the words that the grammar knows, as data
    figures.py    a paragraph's figures, each with the role that the words before it give
    passages.py   paragraphs in their order, with what stands above them
    wholes.py     a whole and its parts
    shares.py     a share of a base, a completed budget
    changes.py    a change against another year or a plan

Every reading is linear in the text: a figure looks back on a bounded number of others.
"""
