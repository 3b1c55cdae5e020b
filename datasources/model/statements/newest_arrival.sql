-- The present of the data: recorded days keep their hot hours and their retention however long ago they were.
SELECT max(received_at) FROM city.main.batch
