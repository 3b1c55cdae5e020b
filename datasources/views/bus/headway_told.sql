-- title: 存疑判定时刻 | When doubt was last told
-- row: one row
-- formula: as_of(), when headway_doubt was told too
-- unit: -
-- once: true
-- kept: minute
-- source: headway_doubt
SELECT as_of() AS until
