INSERT INTO posts (id, author_id, title, body, created_at)
SELECT n, 1 + demo_skew(x, 1103515245, users),
    start || ' ' || topic || ' ' || ending,
    start || ' ' || topic || ': ' || opening || ' ' || middle || ' Part ' || n || '.',
    timestamptz '2024-01-08 09:00:00+01' + demo_pick(x, 1664525, 57600000) * interval '1 second'
FROM (
    SELECT i.n, i.x, i.users,
        (ARRAY['How we tamed', 'Notes on', 'A short history of', 'Five lessons from', 'What nobody says about',
               'Getting started with', 'Why we gave up on', 'A second look at'
         ])[1 + demo_pick(i.x, 1597334677, 8)] AS start,
        (ARRAY['Django migrations', 'queue workers', 'Lagos traffic data', 'mobile payments', 'PostgreSQL indexes',
               'power cuts', 'asyncio', 'slow networks', 'Hausa spelling', 'market prices', 'unit tests',
               'cold caches'
         ])[1 + demo_pick(i.x, 1812433253, 12)] AS topic,
        (ARRAY['in production', 'on a small budget', 'for beginners', 'after three years', 'the hard way', 'at scale'
         ])[1 + demo_pick(i.x, 1566083941, 6)] AS ending,
        (ARRAY['The first version was written in a weekend and ran for two years without a complaint.',
               'Everything worked on my machine, and then the salary day came.',
               'We measured before we changed anything, which saved us from three wrong guesses.',
               'The support desk in Ibadan noticed it before any of our charts did.'
         ])[1 + demo_pick(i.x, 1390208809, 4)] AS opening,
        (ARRAY['The fix was four lines long; to find it took a week.',
               'In the end the database was innocent: we had asked it the same question a hundred times.',
               'Half of the cost was work that nobody had asked for.',
               'The page that hurt was not the page that was slow.',
               'We wrote the rule on the wall, and it is still there.'
         ])[1 + demo_pick(i.x, 1145141919, 5)] AS middle
    FROM (
        -- OFFSET 0 keeps the planner from looking up the number of users for each row.
        SELECT n, demo_mix(n + t.shift) AS x, t.users
        FROM demo_ids('posts') AS n, (SELECT demo_rows('users') AS users, demo_shift() AS shift OFFSET 0) t
        OFFSET 0
    ) i
) r;
