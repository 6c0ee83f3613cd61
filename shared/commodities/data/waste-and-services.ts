/** Processed waste and the services that cooperatives offer; see `parse-table.ts`. */
export const WASTE_AND_SERVICES = `
== processed-waste | olahan sampah | processed waste

-- organic-fertilisers | pupuk dari sampah | fertilisers from waste
compost | kompos | compost | kg, karung | 3101.00 | | -/- | all | | pupuk kompos, kompos curah, kompos TPS3R, bokashi, bokasi, humus
liquid-fertiliser | pupuk organik cair | liquid organic fertiliser | liter, botol, jeriken | 3101.00 | | 365/- | all | | POC, pupuk cair, biourine, urin kelinci
frass | kasgot | BSF frass | kg, karung | 3101.00 | | -/- | all | | bekas maggot, pupuk kasgot, pupuk maggot
biogas-slurry | lumpur biogas | biogas slurry | liter, mass | | | -/- | all | | bioslurry, bio-slurry, sludge biogas, ampas biogas

-- insect-protein | protein serangga | insect protein
bsf-larvae | maggot BSF segar | fresh BSF larvae | kg | 0106.49 | | 1/3 | all | | maggot, magot, belatung, larva BSF, maggot segar, maggot hidup
bsf-dried | maggot kering | dried BSF larvae | kg | | | 180/- | all | | magot kering, maggot, tepung maggot, maggot oven

-- plastics | plastik daur ulang | recycled plastics
pet-flakes | cacahan PET | PET flakes | kg | 3915.90 | | -/- | all | | PET, botol PET, cacahan botol, botol plastik bekas, botol bekas, gilingan PET, botol aqua bekas, plastik
hdpe-flakes | cacahan HDPE | HDPE flakes | kg | 3915.10 | | -/- | all | | HDPE, cacahan tutup botol, tutup botol, gilingan HDPE, plastik, emberan
pp-flakes | cacahan PP | PP flakes | kg | 3915.90 | | -/- | all | | PP, gelas plastik bekas, cacahan gelas plastik, gilingan PP, plastik

-- other-recyclables | rongsok | other recyclables
paper-waste | kertas bekas | waste paper and board | kg | 4707.10 | | -/- | all | | kardus bekas, kertas, kardus, duplek, koran bekas, rongsok kertas
metal-scrap | logam bekas | scrap metal | kg | 7204.49 | | -/- | all | | besi tua, besi bekas, rongsok, rosok, aluminium bekas, kaleng bekas
glass-cullet | beling | glass cullet | kg | 7001.00 | | -/- | all | | pecahan kaca, kaca bekas, botol kaca bekas

-- waste-oils | minyak bekas | waste oils
used-cooking-oil | minyak jelantah | used cooking oil | liter, mass, jeriken | 1518.00 | | -/- | all | | jelantah, UCO, minyak goreng bekas, mijel

-- waste-fuels | bahan bakar dari limbah | fuels from waste
rdf | RDF | refuse-derived fuel | ton | | | -/- | all | | bahan bakar sampah, refuse derived fuel, bahan bakar jumputan padat, BBJP, keripik sampah
coconut-charcoal | arang batok | coconut-shell charcoal | kg | 4402.20 | | -/- | all | | arang batok kelapa, arang tempurung, briket, arang, briket kelapa
rice-husk | sekam padi | rice husk | kg, karung | | | -/- | all | | sekam, merang, mrambut, sekam bakar
wood-pellet | pelet kayu | wood pellet | ton | 4401.31 | | -/- | all | | wood pellet, pellet kayu, serbuk kayu

-- cleaners | pembersih | cleaners from waste
eco-enzyme | eco-enzyme | fermented cleaner | liter, botol, jeriken | | | -/- | all | | eko enzim, ecoenzyme, eco enzim

== services | jasa | services

-- storage-services | jasa penyimpanan | storage
cold-storage-rental | sewa cold storage | cold-storage rental | m3-day | | | -/- | all | | ruang pendingin, cold storage, gudang pendingin, sewa ruang dingin
warehousing | sewa gudang | warehousing | m3-day | | | -/- | all | | gudang, pergudangan, sewa ruang gudang

-- transport-services | jasa angkutan | transport
transport | angkutan | transport | rit, km | | | -/- | all | | logistik, sewa truk, truk, ekspedisi, angkut, sewa pikap

-- processing-services | jasa pengolahan | milling, drying, packing
milling | penggilingan | milling | kg | | | -/- | all | | selep, giling padi, rice milling, penggilingan padi, jasa giling, selepan
drying | pengeringan | drying | kg | | | -/- | all | | dryer, jasa pengering, jemur, pengering padi
packing | pengemasan | packing | kg, count | | | -/- | all | | jasa kemas, packing, packaging, kemas

-- local-services | jasa lokal | local services
waste-collection | angkut sampah | waste collection | bulan, rit | | | -/- | all | | pengangkutan sampah, ambil sampah, iuran sampah
agro-tourism | agrowisata | agro-tourism | orang | | | -/- | all | | petik apel, wisata petik, wisata desa, desa wisata, edukasi pertanian, petik stroberi
catering | katering | catering | porsi | | halal | -/- | all | | catering, nasi kotak, konsumsi rapat, jasa boga, snack rapat
equipment-rental | sewa alat | equipment rental | hari, jam | | | -/- | all | | sewa traktor, sewa alsintan, alsintan, traktor, sewa combine, sewa tenda

-- agency-services | keagenan | agencies
bank-agency | agen bank | bank agency | transaction, bulan | | | -/- | all | | BRILink, agen laku pandai, agen BNI46, agen mandiri, laku pandai
parcel-agency | agen paket | parcel agency | transaction, count, bulan | | | -/- | all | | agen pos, agen ekspedisi, kirim paket, PosIND, paket
`;
