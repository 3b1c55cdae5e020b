SELECT row_no, $reason AS reason, $rank AS rank, $clears AS clears FROM (
$query
)
