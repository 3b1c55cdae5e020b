-- order: 10
-- says: 缺少必填项 | a required value is missing
-- needs: required
SELECT row_no FROM incoming WHERE $missing
