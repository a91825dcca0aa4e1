INSERT INTO products
SELECT n, 'NG-' || lpad(n::text, 6, '0'), brand || ' ' || adjective || ' ' || thing, brand, category,
    price, round(price * 0.62, 2),
    repeat(brand || ' makes this ' || lower(thing)
        || ' in small series, and each one is checked by hand before it leaves the workshop. '
        || 'It is packed for rough roads, arrives within five working days in every state, '
        || 'and pays for itself within a year of daily use. ',
        5 + demo_pick(x, 1103515245, 3)::int),
    jsonb_build_object('colour', colour, 'warranty_months', 6 + 6 * demo_pick(x, 1664525, 4), 'origin', 'Nigeria',
        'material', (ARRAY['cotton', 'brass', 'iroko wood', 'leather', 'steel'])[1 + demo_pick(x, 1390208809, 5)],
        'features', jsonb_build_array('repairable', 'spare parts for ten years', 'tested at 45 degrees')),
    brand || ' Trading Company Ltd, Plot ' || n || ', Oregun Road, Ikeja, Lagos',
    'Aisle ' || demo_pick(x, 1145141919, 40) || ', shelf ' || demo_pick(x, 1220703125, 9)
        || '. Keep dry; stack at most six high; count at each month''s end.',
    '615' || lpad(demo_pick(x, 1977654935, 1000000000)::text, 10, '0'),
    200 + demo_skew(x, 1274428051, 12000), (10 + x % 60) || ' x ' || (10 + x % 40) || ' x ' || (5 + x % 30) || ' cm',
    CASE WHEN x % 10 = 0 THEN 'zero-rated' ELSE 'VAT 7.5 %' END,
    'Buy the ' || brand || ' ' || adjective || ' ' || thing || ' online in Nigeria',
    'The ' || lower(adjective) || ' ' || lower(thing) || ' by ' || brand
        || ': fair price, fast delivery, pay on delivery in Lagos and Abuja.',
    'Unused goods in the original packaging may be returned within 14 days of delivery; '
        || 'the buyer pays for the way back unless the item was faulty.',
    timestamptz '2023-02-01 10:00:00+01' + n * interval '7 hours',
    timestamptz '2025-01-01 10:00:00+01' + demo_pick(x, 1181783497, 26000000) * interval '1 second',
    image, 'image/jpeg', encode(sha256(image), 'hex')
FROM (
    SELECT i.n, i.x, 2500 + 50 * demo_skew(i.x, 1566083941, 7000)::numeric AS price,
        (ARRAY['Adire', 'Zuma', 'Naija Craft', 'Eko', 'Benue', 'Oduduwa', 'Sahel', 'Delta', 'Obudu', 'Arewa'
         ])[1 + demo_pick(i.x, 1597334677, 10)] AS brand,
        (ARRAY['Classic', 'Festival', 'Everyday', 'Premium', 'Compact', 'Family'
         ])[1 + demo_pick(i.x, 1812433253, 6)] AS adjective,
        (ARRAY['green', 'indigo', 'ochre', 'black'])[1 + demo_pick(i.x, 1406932606, 4)] AS colour,
        -- These are the eight shapes of the pictures, in their order.
        (ARRAY['Bottle', 'Bag', 'Phone', 'Bowl', 'Talking Drum', 'Shirt', 'Lamp', 'Gift Box'])[1 + i.n % 8] AS thing,
        (ARRAY['Kitchen', 'Fashion', 'Electronics', 'Kitchen', 'Music', 'Fashion', 'Home', 'Gifts'
         ])[1 + i.n % 8] AS category,
        -- The SOI and APP0 segments must come first in a JFIF file and take 20 bytes. A comment segment (FF FE, length,
        -- text) follows, so that no two products have the same bytes.
        substring(g.jpeg FROM 1 FOR 20)
            || '\xfffe'::bytea || int2send((2 + length(c.text))::int2) || convert_to(c.text, 'UTF8')
            || substring(g.jpeg FROM 21) AS image
    FROM (
        SELECT n, demo_mix(n + t.shift) AS x
        FROM demo_ids('products') AS n, (SELECT demo_shift() AS shift OFFSET 0) t
        OFFSET 0
    ) i
    JOIN demo_images g ON g.id = i.n % 24
    CROSS JOIN LATERAL (SELECT 'PyConDemo product ' || i.n AS text) c
    OFFSET 0
) r;
