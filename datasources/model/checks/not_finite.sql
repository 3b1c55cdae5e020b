-- order: 20
-- says: 数值不是有限数 | a number is NaN or infinite
-- needs: numbers
SELECT row_no FROM incoming WHERE $not_finite
