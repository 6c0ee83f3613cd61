/** Processed food, crafts, and the staple and subsidised goods that are distributed; see `parse-table.ts`. */
export const PROCESSED = `
== processed-food | makanan dan minuman olahan | processed food and drinks

-- chips | keripik | chips and crackers
fruit-chips | keripik buah | fruit chips | pack, count, mass | 2008.99 | pirt, halal | 180/- | all | | kripik buah, keripik apel, keripik nangka, keripik pisang, kripik apel, sale pisang, kripik pisang
potato-chips | keripik kentang | potato chips | pack, count, mass | 2005.20 | pirt, halal | 120/- | all | | kripik kentang, kentang goreng kering, potato crisp
cassava-chips | keripik singkong | cassava chips | pack, count, mass | | pirt, halal | 120/- | all | | kripik singkong, kripik telo, opak, keripik telo, kripik, keripik, rengginang, kerupuk singkong

-- fruit-products | olahan buah | fruit drinks and jam
apple-cider | sari apel | apple drink | liter, count, pack, karton, botol | 2009.79 | pirt, halal | 180/- | all | | minuman apel, jus apel, cuka apel, sari buah
fruit-jam | selai buah | jam | piece, mass, botol | 2007.99 | pirt, halal | 365/- | all | | selai, dodol, jenang, dodol apel, selai stroberi

-- soy-protein | olahan kedelai | tempe and tofu
tempe | tempe | tempe | kg, count | | halal | 2/7 | all | | tempeh, tempe kedelai, tempe mendoan
tofu | tahu | tofu | kg, count | | halal | 1/5 | all | | tahu putih, tahu kuning, tahu takwa, tauhu, tahu sumedang

-- coffee-processed | kopi olahan | roasted coffee
coffee-roasted | kopi bubuk | ground coffee | kg, count, pack | 0901.21 | pirt, halal | 365/- | all | | kopi, kopi sangrai, kopi roasting, roasted bean, kopi giling, kopi bubuk robusta, kopi bubuk arabika

-- sugars | gula tradisional | palm sugar
palm-sugar | gula aren | palm sugar | kg | | pirt, halal | 180/- | all | | gula merah, gula jawa, gula semut, gula kelapa, gulo abang, gula aren cair, gula palem, brown sugar

-- cooking-oils | minyak nabati | vegetable oils
coconut-oil-virgin | minyak kelapa murni | virgin coconut oil | liter, mass, botol | 1513.11 | bpom-md, halal | 365/- | all | | VCO, minyak kelapa, minyak klentik, minyak perawan

-- starches | tepung | flours and starches
tapioca | tepung tapioka | tapioca flour | kg | 1108.14 | pirt, halal | 365/- | all | | tapioka, kanji, tepung kanji, aci, pati singkong, tepung aci
mocaf | tepung mocaf | modified cassava flour | kg | | pirt, halal | 365/- | all | | mocaf, mokaf, tepung singkong, tepung mokaf
sago | sagu | sago starch | kg | 1108.19 | pirt | 365/- | all | | tepung sagu, pati sagu, sagu basah, papeda

-- condiments | bumbu | sauces and condiments
soy-sauce | kecap | soy sauce | liter, mass, count, botol | 2103.10 | bpom-md, halal | 365/- | all | | kecap manis, kecap asin, saus kedelai

-- protein-products | olahan daging dan ikan | meat and fish products
shredded-meat | abon | meat or fish floss | kg, pack | 1602.50 | bpom-md, halal | 180/- | all | | abon sapi, abon ikan, abon ayam, abon lele
fish-processed | olahan ikan | processed fish | kg, pack | 1604.20 | bpom-md, skp, halal | 0/90 | all | | bakso ikan, nugget ikan, ikan kaleng, ikan olahan, otak-otak, pempek, fufu, ikan asap, ikan beku
frozen-food | makanan beku | frozen food | pack, count, mass | | bpom-md, halal | 0/180 | all | | frozen food, nugget, sosis, bakso, dimsum, makanan siap saji beku

-- drinks | minuman | drinks
herbal-drink | jamu | herbal drink | piece, volume, mass, pack, botol | | | 365/- | all | | jamu instan, jamu gendong, beras kencur, minuman herbal, wedang, kunyit asam, jahe instan, jamu kunyit
bottled-water | air minum kemasan | drinking water | karton, volume, count, botol | 2201.90 | bpom-md | 365/- | all | | AMDK, air mineral, air galon, air kemasan, galon

== crafts | kerajinan | crafts and flowers

-- textiles | kain | textiles
batik | batik | batik cloth | piece | | | -/- | all | | kain batik, batik tulis, batik cap, bathik, tenun, kain tenun

-- woven-goods | anyaman | woven goods
weaving-bamboo | anyaman bambu | bamboo weaving | piece | 4602.11 | | -/- | all | | besek, tampah, anyaman, kerajinan bambu, tumbu, keranjang bambu

-- furniture | mebel | furniture
furniture | mebel | furniture | piece | 9403.60 | svlk | -/- | all | | meubel, furnitur, meja kursi, perabot, lemari

-- flowers | bunga | cut flowers
cut-flowers | bunga potong | cut flowers | ikat, count | 0603.19 | | 1/7 | all | | bunga, mawar, krisan, kembang, mawar potong, bunga krisan, sedap malam

== staples | bahan pokok dan bersubsidi | staple and subsidised goods

-- stabilised-food | pangan stabilisasi | stabilised food
rice-sphp | beras SPHP | stabilisation rice | kg, pack | 1006.30 | | 180/- | all | distribution, subsidised | SPHP, beras bulog, beras stabilisasi, beras murah
cooking-oil-minyakita | Minyakita | public-brand cooking oil | liter, mass, karton, botol, pack | 1511.90 | | 365/- | all | distribution | minyak goreng, minyak kita, migor, lengo, minyak sawit goreng, minyak goreng rakyat
sugar | gula pasir | white sugar | kg | 1701.99 | | 730/- | all | distribution | gula, gula putih, gulo, gula kristal putih, gula manis kita
wheat-flour | tepung terigu | wheat flour | kg | 1101.00 | | 180/- | all | distribution | terigu, gandum, tepung gandum

-- fuels | bahan bakar | household fuels
lpg-3kg | LPG 3 kg | subsidised LPG | tabung | | | -/- | all | distribution, subsidised | elpiji 3 kg, gas melon, elpiji, gas, LPG, gas 3 kg, tabung melon
lpg-5kg | Bright Gas 5,5 kg | LPG 5.5 kg | tabung | | | -/- | all | distribution | bright gas, elpiji 5 kg, elpiji, gas, LPG, LPG nonsubsidi, elpiji 5,5 kg
kerosene | minyak tanah | kerosene | liter | | | -/- | all | distribution, subsidised | mitan, lengo gas, minyak lampu

-- fertilisers | pupuk | fertilisers
urea-subsidised | urea bersubsidi | subsidised urea | kg, karung | 3102.10 | | 730/- | all | distribution, subsidised | urea, pupuk urea, pupuk bersubsidi, pupuk subsidi, pupuk, rabuk
npk-subsidised | NPK bersubsidi | subsidised NPK | kg, karung | 3105.20 | | 730/- | all | distribution, subsidised | NPK, phonska, pupuk NPK, pupuk bersubsidi, pupuk subsidi, pupuk, ponska
fertiliser-organic | pupuk organik | organic fertiliser | kg, karung | 3101.00 | | 365/- | all | distribution | petroganik, pupuk, pupuk kandang, rabuk, rabuk kandang

-- farm-inputs | sarana produksi | seed and feed
seed | benih | seed | kg, pack, count | | | 180/- | all | distribution | bibit, winih, benih padi, benih jagung, bibit tanaman
feed | pakan ternak dan ikan | animal and fish feed | kg, karung | 2309.90 | | 90/- | all | distribution | pakan, pelet, konsentrat, pakan ayam, pakan ikan, dedak, katul, bekatul, pakan sapi

-- medicines | obat | medicines
medicine-generic | obat generik | generic medicine | piece, pack, karton, botol | 3004.90 | | 730/- | all | distribution | obat, obat-obatan, parasetamol, obat apotek
`;
