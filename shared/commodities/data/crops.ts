/** Food crops, vegetables and fruit as a table that a person who knows the market can read and correct; see `parse-table.ts`. */
export const CROPS = `
== food-crops | tanaman pangan | food crops

-- paddy | gabah | paddy
paddy-gkp | gabah kering panen | wet paddy | kg | 1006.10 | | 3/- | 2-5, 7-9 | | GKP, gabah, gabah basah, gabah panen, padi, padi basah, pari
paddy-gkg | gabah kering giling | dry paddy | kg | 1006.10 | | 180/- | 3-6, 8-10 | | GKG, gabah, gabah kering, gabah giling, padi, padi kering

-- rice | beras | rice
rice | beras | milled rice | kg | 1006.30 | psat | 180/- | all | | beras medium, beras premium, beras putih, beras pecah kulit, beras pandan wangi, beras ciherang, beras IR64, beras rojolele, beras petani, wos
rice-organic | beras organik | organic rice | kg | 1006.30 | organic-sni | 120/- | 3-5, 8-9 | | beras sehat, beras merah organik, beras hitam organik, beras putih organik

-- maize | jagung | maize
maize | jagung pipil | maize grain | kg | 1005.90 | | 120/- | 2-4, 8-10 | | jagung, jagung kering, jagung pakan, jagung kuning, pipilan jagung, corn
sweet-corn | jagung manis | sweet corn | kg, count | 0709.99 | | 3/7 | all | | jagung sayur, jagung rebus, jagung bakar, jagung

-- beans-and-nuts | kacang-kacangan | beans and nuts
soybean | kedelai | soybean | kg | 1201.90 | | 180/- | 8-10 | | kedele, dele, kedelai lokal, kacang kedelai
groundnut | kacang tanah | groundnut | kg | 1202.42 | | 120/- | 3-5, 8-9 | | kacang, kacang brul, peanut, kacang cina
mung-bean | kacang hijau | mung bean | kg | 0713.31 | | 180/- | 8-10 | | kacang ijo, ijo

-- tubers | umbi-umbian | roots and tubers
cassava | singkong | cassava | kg | 0714.10 | | 3/14 | 6-10 | | ubi kayu, ketela pohon, telo pohung, telo kaspe, kaspe, pohong, pohung, telo, sampeu, menyok, budin, ketela, gaplek
sweet-potato | ubi jalar | sweet potato | kg | 0714.20 | | 30/90 | all | | ketela rambat, telo rambat, ubi rambat, ubi cilembu, ubi ungu, telo, muntul, mantang, boled, hui, ketela, ubi
taro | talas | taro | kg | 0714.40 | | 20/60 | all | | keladi, bentul, bote, kimpul, mbote, talas bogor
porang | porang | konjac tuber | kg | | | 14/60 | 6-8 | | iles-iles, konjac, umbi porang

== vegetables | sayuran | vegetables

-- potatoes | kentang | potatoes
potato | kentang | potato | kg | 0701.90 | psat | 45/120 | all | | kentang granola, kentang sayur, kentang konsumsi, kenthang, gombili, kumbili

-- root-vegetables | sayuran umbi | root vegetables
carrot | wortel | carrot | kg | 0706.10 | psat | 10/60 | all | | wortel brastagi, bortol, wertel

-- cabbages | kubis-kubisan | cabbages and cauliflowers
broccoli | brokoli | broccoli | kg | 0704.10 | psat | 2/12 | all | | brokoli hijau, brokli, kol brokoli
cauliflower | kembang kol | cauliflower | kg | 0704.10 | psat | 4/20 | all | | bunga kol, blumkol, kol kembang, kubis bunga
cabbage | kubis | cabbage | kg | 0704.90 | psat | 14/60 | all | | kol, kobis, kol gepeng, kol bulat, engkol, gubis
napa-cabbage | sawi putih | Chinese cabbage | kg | 0704.90 | psat | 7/30 | all | | petsai, pecai, sawi cina, sawi, sosin putih
mustard-greens | sawi hijau | mustard greens | kg, ikat | 0704.90 | psat | 2/7 | all | | sawi, caisim, caisin, sawi bakso, sosin, sesin, pakcoy, pokcoy, sawi sendok, sawi manis

-- leaf-vegetables | sayuran daun | leaf vegetables
lettuce | selada | lettuce | kg | 0705.11 | psat | 2/10 | all | | selada keriting, selada bokor, salada, slada, selada hidroponik
spinach | bayam | spinach | ikat, mass | 0709.70 | | 1/5 | all | | bayem, bayam cabut, bayam hijau, bayam merah, amaranth
water-spinach | kangkung | water spinach | ikat, mass | 0709.99 | | 1/4 | all | | kangkong, kangkung cabut, kangkung darat, kangkung air

-- tomatoes | tomat | tomatoes
tomato | tomat | tomato | kg | 0702.00 | psat | 7/14 | all | | tomat sayur, tomat buah, tomat ceri, tomat cherry, rampai, ranti

-- chillies | cabai | chillies
chilli-red | cabai merah | red chilli | kg | 0709.60 | psat | 5/20 | 4-9 | | cabe merah, cabe, cabai, lombok, lombok abang, lombok merah, cabai keriting, cabai merah keriting, cabai besar, cabai merah besar, cabe kriting, cabe besar, lombok gede, rica
chilli-bird | cabai rawit | bird's eye chilli | kg | 0709.60 | psat | 5/20 | 4-6 | | cabe rawit, cabe, cabai, rawit, lombok, lombok rawit, lombok cilik, cengek, cabe setan, cabai domba, lombok impling, rawit merah, rawit hijau

-- bulb-vegetables | bawang | onions and garlic
shallot | bawang merah | shallot | kg | 0703.10 | psat | 60/120 | 5-9 | | brambang, bawang abang, bawang brebes, bawang, berambang, bawang beureum, bawang nganjuk
garlic | bawang putih | garlic | kg | 0703.20 | psat | 90/180 | 3-5 | | bawang, bawang kating, bawang sinco, bawang bodas, kesuna
leek | daun bawang | leek | kg, ikat | 0703.90 | | 3/14 | all | | bawang prei, loncang, muncang, onclang, bawang daun, bakung

-- fruit-vegetables | sayuran buah | fruit vegetables
cucumber | mentimun | cucumber | kg | 0707.00 | | 5/12 | all | | timun, ketimun, bonteng, krai, antimun
eggplant | terong | eggplant | kg | 0709.30 | | 5/12 | all | | terung, encung, terong ungu, terong hijau
chayote | labu siam | chayote | kg | | | 14/30 | all | | manisa, jipang, waluh siam, labu jipang, gambas siam

-- pod-vegetables | sayuran polong | pod vegetables
long-bean | kacang panjang | yard-long bean | kg, ikat | 0708.20 | | 2/7 | all | | kacang lanjaran, lanjaran
french-bean | buncis | French bean | kg | 0708.20 | | 3/10 | all | | boncis, baby buncis, buncis kenya

-- mushrooms | jamur | mushrooms
mushroom | jamur tiram | oyster mushroom | kg | | psat | 1/7 | all | | jamur, supa, jamur tiram putih, jamur merang, jamur kuping

== fruit | buah | fruit

-- pome-fruit | apel | apples
apple | apel | apple | kg | 0808.10 | psat | 14/90 | 5-7, 11-1 | | apel manalagi, apel rome beauty, apel anna, apel batu, apel malang, apel hijau

-- citrus | jeruk | citrus
mandarin | jeruk keprok | mandarin | kg | 0805.21 | psat | 14/45 | 7-9 | | jeruk, keprok batu 55, jeruk soe, jeruk garut, jeruk mandarin, jeruk keprok 55
orange-siam | jeruk siam | siam orange | kg | 0805.21 | psat | 14/45 | 6-9 | | jeruk, jeruk siem, jeruk pontianak, jeruk jember, jeruk peras, jeruk manis, jeruk baby
lime | jeruk nipis | lime | kg | 0805.50 | | 14/45 | all | | jeruk pecel, limau, jeruk lemon, lemon, jeruk

-- bananas | pisang | bananas
banana | pisang | banana | kg, count | 0803.90 | psat | 5/14 | all | | gedhang, gedang, pisang raja, pisang kepok, pisang cavendish, pisang ambon, pisang agung, pisang mas, cau, pisang tanduk, puti

-- tropical-fruit | buah tropis | tropical fruit
papaya | pepaya | papaya | kg | 0807.20 | | 4/14 | all | | kates, pepaya california, gandul, betik, gedang betawi
pineapple | nanas | pineapple | kg, count | 0804.30 | psat | 6/21 | all | | nenas, nanas madu, nanas subang, ganas
guava | jambu biji | guava | kg | 0804.50 | | 4/14 | all | | jambu kristal, jambu klutuk, jambu merah, jambu biji merah, jambu kluthuk, jambu batu
dragon-fruit | buah naga | dragon fruit | kg | 0810.90 | psat | 7/21 | 10-3 | | naga merah, naga putih, pitaya
avocado | alpukat | avocado | kg | 0804.40 | psat | 5/21 | 1-2 | | apokat, avokad, alpukat mentega, alpokat, pokat

-- mangoes | mangga | mangoes
mango | mangga | mango | kg | 0804.50 | psat | 6/20 | 9-12 | | pelem, mangga arumanis, mangga gadung, mangga harum manis, mangga podang, mangga indramayu, mangga cengkir, buah mangga, poh

-- seasonal-fruit | buah musiman | seasonal tree fruit
mangosteen | manggis | mangosteen | kg | 0804.50 | psat, export-registration | 5/21 | 2-5 | | manggu, manggis wanayasa
durian | durian | durian | kg, count | 0810.60 | | 3/14 | 11-2 | | duren, duren montong, duren bawor, kadu
rambutan | rambutan | rambutan | kg, ikat | 0810.90 | | 3/12 | 12-2 | | rambutan binjai, rambutan rapiah, corogol
langsat | duku | langsat | kg | 0810.90 | | 3/12 | 2-4 | | duku, langsat, duku palembang, kokosan
jackfruit | nangka | jackfruit | kg, count | 0810.90 | | 5/14 | all | | gori, tewel, nangka muda, nongko
snake-fruit | salak | snake fruit | kg | 0810.90 | psat | 7/21 | all | | salak pondoh, salak bali, salak manonjaya, salak suwaru, zalacca

-- melons | semangka dan melon | melons
watermelon | semangka | watermelon | kg, count | 0807.11 | | 10/21 | 5-9 | | smangka, semongko, semangka inul
melon | melon | melon | kg, count | 0807.19 | | 7/21 | 5-9 | | melon golden, blewah, melon hidroponik

-- berries | buah beri | berries
strawberry | stroberi | strawberry | kg, pack | 0810.10 | | 1/6 | all | | strawberi, stoberi, arbei, strobery

-- coconuts | kelapa | coconuts
coconut | kelapa tua | mature coconut | piece, mass | 0801.12 | | 60/- | all | | kelapa, klopo, kambil, kalapa, nyiur, kelapa butir, kelapa bulat
`;
