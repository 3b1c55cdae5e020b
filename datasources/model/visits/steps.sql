-- Which sightings can be told of the legs that found a trip: at planned stops, at stops without a plan, at stops that the feed names.
SELECT count(*) FILTER (WHERE strays IS NOT NULL AND latitude IS NOT NULL), count(*) FILTER (WHERE strays IS NULL),
       count(*) FILTER (WHERE strays IS NOT NULL AND latitude IS NULL)
FROM leg_match JOIN leg USING (leg_id)
