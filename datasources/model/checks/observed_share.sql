-- order: 56
-- says: 实测占比不在 0～1 | an observed share outside 0 to 1
-- needs: observed_share
SELECT row_no FROM incoming WHERE observed_share < 0 OR observed_share > 1
