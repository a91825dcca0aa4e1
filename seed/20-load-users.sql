INSERT INTO users (id, name, email, city, created_at)
SELECT n, first || ' ' || last, lower(first) || '.' || lower(last) || n || '@example.com', city,
       timestamptz '2022-01-03 08:00:00+01' + demo_pick(x, 1103515245, 63072000) * interval '1 second'
FROM (
    SELECT i.n, i.x,
        (ARRAY['Adaeze', 'Adebayo', 'Aisha', 'Amaka', 'Babajide', 'Bukola', 'Chiamaka', 'Chidi', 'Chinedu',
               'Damilola', 'Ebere', 'Efe', 'Emeka', 'Fatima', 'Folake', 'Funmilayo', 'Halima', 'Hauwa', 'Ibrahim',
               'Ifeanyi', 'Ifeoma', 'Jumoke', 'Kelechi', 'Kemi', 'Kunle', 'Lola', 'Maryam', 'Musa', 'Ngozi',
               'Nkechi', 'Nnamdi', 'Obinna', 'Olamide', 'Oluwaseun', 'Osaze', 'Precious', 'Rukayat', 'Sade', 'Segun',
               'Simisola', 'Tamuno', 'Temitope', 'Tobi', 'Tunde', 'Uche', 'Umar', 'Yakubu', 'Zainab'
         ])[1 + demo_pick(i.x, 1597334677, 48)] AS first,
        (ARRAY['Abdullahi', 'Abiola', 'Adeleke', 'Adeyemi', 'Afolabi', 'Akande', 'Akpan', 'Amadi', 'Aminu',
               'Ayodele', 'Balogun', 'Bassey', 'Bello', 'Danjuma', 'Effiong', 'Ekwueme', 'Eze', 'Fashola', 'Garba',
               'Gbadamosi', 'Ibekwe', 'Idowu', 'Igwe', 'Iwobi', 'Lawal', 'Madu', 'Mohammed', 'Nwachukwu', 'Nwosu',
               'Obi', 'Odili', 'Ogunleye', 'Okafor', 'Okeke', 'Okonkwo', 'Okoro', 'Oladipo', 'Olawale', 'Onyekachi',
               'Osagie', 'Oyelaran', 'Sani', 'Shehu', 'Suleiman', 'Tijani', 'Udoh', 'Usman', 'Yusuf'
         ])[1 + demo_pick(i.x, 1812433253, 48)] AS last,
        (ARRAY['Lagos', 'Abuja', 'Ibadan', 'Kano', 'Port Harcourt', 'Benin City', 'Kaduna', 'Enugu', 'Abeokuta',
               'Jos', 'Ilorin', 'Aba', 'Owerri', 'Warri', 'Uyo', 'Calabar'
         ])[1 + demo_skew(i.x, 1566083941, 16)] AS city
    FROM (
        SELECT n, demo_mix(n + t.shift) AS x
        FROM demo_ids('users') AS n, (SELECT demo_shift() AS shift OFFSET 0) t
        OFFSET 0
    ) i
) r;
