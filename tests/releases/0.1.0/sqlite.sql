BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE beats (
	member TEXT NOT NULL, 
	role TEXT NOT NULL, 
	host TEXT NOT NULL, 
	pid INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	at DATETIME NOT NULL, 
	problem TEXT, 
	CONSTRAINT pk_beats PRIMARY KEY (member)
);
CREATE TABLE dead_letters (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	failed_group TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	message TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	event_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	data BLOB NOT NULL, 
	correlation_id TEXT, 
	"group" TEXT, 
	CONSTRAINT pk_dead_letters PRIMARY KEY (id)
);
INSERT INTO "dead_letters" VALUES(1,'2026-11-22 18:53:22.605753','extract','undecodable','odd',1,'cf8759005a3a4ed3b27f6ec6b51ebd6f','gazette.undecodable','x','2026-11-22 18:53:22.605743',X'FF00',NULL,NULL);
CREATE TABLE delayed (
	id INTEGER NOT NULL, 
	due DATETIME NOT NULL, 
	event_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	data BLOB NOT NULL, 
	correlation_id TEXT, 
	"group" TEXT, 
	CONSTRAINT pk_delayed PRIMARY KEY (id)
);
INSERT INTO "delayed" VALUES(1,'2026-11-23 18:53:22.607953','45155566272148f0899bb8180870a686','gazette.later.v9','x','2026-11-22 18:53:22.607949',X'7B7D',NULL,'index');
CREATE TABLE documents (
	id VARCHAR(32) NOT NULL, 
	issue_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	number_key TEXT, 
	order_key BIGINT NOT NULL, 
	revision INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	document TEXT NOT NULL, 
	classes TEXT NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	FOREIGN KEY(issue_id) REFERENCES issues (id), 
	CONSTRAINT uq_documents_order_key UNIQUE (order_key)
);
INSERT INTO "documents" VALUES('660e45b434e96f47','56eaa91b907acc59',0,'江云政发2021-1',6489690569649791399,3,0,'{"title":"江岭市云溪区人民政府关于加强防汛抗旱工作的通知","start_line":9,"end_line":19,"doc_number":"江云政发〔2021〕1号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-01-02","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[],"cites":[],"outline":[],"provenance":{"title":{"place":{"start_line":9,"start":0,"end_line":9,"end":23,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":9,"start":0,"end_line":9,"end":23,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5"},"doc_number":{"place":{"start_line":11,"start":0,"end_line":11,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":13,"start":0,"end_line":13,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":17,"start":0,"end_line":17,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":19,"start":0,"end_line":19,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}','{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.9882,"subclass":"水利","words":["防汛抗旱","乡镇"]}]}');
INSERT INTO "documents" VALUES('a3c209ca2749e4cc','56eaa91b907acc59',1,'江云政发2021-2',6489974164698321210,3,0,'{"title":"江岭市云溪区人民政府关于做好森林防火工作的通知","start_line":21,"end_line":31,"doc_number":"江云政发〔2021〕2号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-02-03","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[],"cites":[],"outline":[],"provenance":{"title":{"place":{"start_line":21,"start":0,"end_line":21,"end":23,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":21,"start":0,"end_line":21,"end":23,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5, after signature +0.5"},"doc_number":{"place":{"start_line":23,"start":0,"end_line":23,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":25,"start":0,"end_line":25,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":29,"start":0,"end_line":29,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":31,"start":0,"end_line":31,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}','{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.9882,"subclass":"林业","words":["森林防火","乡镇"]}]}');
INSERT INTO "documents" VALUES('d8ba2e4dd9864c6e','452bfe51831b3828',0,'江云政发2021-3',6490231071407501004,2,0,'{"title":"江岭市云溪区人民政府关于废止有关文件的通知","start_line":9,"end_line":19,"doc_number":"江云政发〔2021〕3号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-03-04","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[{"title":"关于加强防汛抗旱工作的通知","doc_number":"江云政发〔2021〕1号","line":15,"place":{"start_line":15,"start":16,"end_line":15,"end":28,"page":null},"lapses":false,"doubtful":false}],"cites":[{"title":null,"doc_number":"江云政发〔2021〕2号","line":15,"place":{"start_line":15,"start":43,"end_line":15,"end":55,"page":null},"lapses":false,"doubtful":false}],"outline":[],"provenance":{"title":{"place":{"start_line":9,"start":0,"end_line":9,"end":21,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":9,"start":0,"end_line":9,"end":21,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5"},"doc_number":{"place":{"start_line":11,"start":0,"end_line":11,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":13,"start":0,"end_line":13,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":17,"start":0,"end_line":17,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":19,"start":0,"end_line":19,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}','{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.6429,"subclass":"水利","words":["防汛抗旱","乡镇"]},{"name":"综合政务","score":0.3571,"subclass":null,"words":["废止","政府"]}]}');
CREATE TABLE inbox (
	"group" TEXT NOT NULL, 
	event_id TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	done BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY ("group", event_id)
);
INSERT INTO "inbox" VALUES('extract','f3ab0e3255fe44f6bf9f557683143c8a',1,1,'2026-11-22 18:53:20.809567');
INSERT INTO "inbox" VALUES('classify','dafbdec340a3431086c894b34d21fd25',1,1,'2026-11-22 18:53:20.912900');
INSERT INTO "inbox" VALUES('extract','d168c234d6664a3cb5e95bb5896bca23',1,1,'2026-11-22 18:53:20.866215');
INSERT INTO "inbox" VALUES('extract','7d696cd2b459497f8cdff319edf80e48',1,1,'2026-11-22 18:53:20.943864');
INSERT INTO "inbox" VALUES('index','97b38694fef24cb48f8f2d2c6c7392de',1,1,'2026-11-22 18:53:21.120589');
INSERT INTO "inbox" VALUES('classify','ee91cd6cc57e44be9bf9552fbbcca3de',1,1,'2026-11-22 18:53:20.981488');
INSERT INTO "inbox" VALUES('index','e1c279d12e8342e896ec842c11420f2c',1,1,'2026-11-22 18:53:21.256559');
INSERT INTO "inbox" VALUES('index','c0e3d893e9bf4f00b107cec4eccde8ca',1,1,'2026-11-22 18:53:21.257764');
CREATE TABLE issues (
	id VARCHAR(32) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	file_name TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	uploaded_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	note TEXT, 
	reason_code TEXT, 
	reason TEXT, 
	retryable BOOLEAN NOT NULL, 
	generation INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	kind VARCHAR(16), 
	text_key TEXT, 
	document_count INTEGER NOT NULL, 
	doubtful_count INTEGER NOT NULL, 
	year INTEGER, 
	publisher TEXT, 
	masthead TEXT, 
	toc TEXT NOT NULL, 
	discrepancies TEXT NOT NULL, 
	balance TEXT NOT NULL, 
	notes TEXT NOT NULL, 
	CONSTRAINT pk_issues PRIMARY KEY (id)
);
INSERT INTO "issues" VALUES('56eaa91b907acc59','56eaa91b907acc590e31ce2d365ae84ae1dbaf4b47482461f75536c0ab6e39b1','第1期.txt','text/plain',670,'2026-11-22 18:53:20.201527','2026-11-22 18:53:21.121067','ready',NULL,NULL,NULL,0,1,5,0,'gazette_issue','sha256/56/ea/56eaa91b907acc590e31ce2d365ae84ae1dbaf4b47482461f75536c0ab6e39b1',2,0,2021,'江岭市云溪区政务服务局','{"name":"江岭市云溪区人民政府公报","year":2021,"number":1,"total_number":1,"publication_date":null,"publisher":"江岭市云溪区政务服务局"}','[]','[]','{"lines":31,"cover":8,"contents":0,"documents":23,"remainder":0,"stretches":[{"start_line":1,"end_line":8,"part":"cover","name":null},{"start_line":9,"end_line":20,"part":"document","name":"0"},{"start_line":21,"end_line":31,"part":"document","name":"1"}]}','[]');
INSERT INTO "issues" VALUES('452bfe51831b3828','452bfe51831b38289bbdad5eb35aa727120f77b9544d34f0b0f721944c96f257','第2期.txt','text/plain',471,'2026-11-22 18:53:20.296806','2026-11-22 18:53:21.257154','ready',NULL,NULL,NULL,0,1,5,0,'gazette_issue','sha256/45/2b/452bfe51831b38289bbdad5eb35aa727120f77b9544d34f0b0f721944c96f257',1,0,2021,'江岭市云溪区政务服务局','{"name":"江岭市云溪区人民政府公报","year":2021,"number":2,"total_number":2,"publication_date":null,"publisher":"江岭市云溪区政务服务局"}','[]','[]','{"lines":19,"cover":8,"contents":0,"documents":11,"remainder":0,"stretches":[{"start_line":1,"end_line":8,"part":"cover","name":null},{"start_line":9,"end_line":19,"part":"document","name":"0"}]}','[]');
INSERT INTO "issues" VALUES('9cf9792eae2241d4','9cf9792eae2241d4cd4f71985971cbfb32d87c13e22904cd90cd634bbe4e473d','图片.png','image/png',58,'2026-11-22 18:53:20.381416','2026-11-22 18:53:20.944193','failed',NULL,'picture','这是图片，目前尚不支持。请改为上传其文本（.txt 或 .md）。 This is a picture, which is not supported yet. Give its text as a .txt or .md file instead.',0,1,3,0,NULL,NULL,0,0,NULL,NULL,NULL,'[]','[]','{"lines":0,"cover":0,"contents":0,"documents":0,"remainder":0,"stretches":[]}','[]');
INSERT INTO "issues" VALUES('da899185808cbd06','da899185808cbd06f81fc9c5602520ab565049bdc41e4b2c6c2381ccf623db04','第3期.txt','text/plain',389,'2026-11-22 18:53:22.537638','2026-11-22 18:53:22.555054','received','待处理',NULL,NULL,0,1,1,0,NULL,NULL,0,0,NULL,NULL,NULL,'[]','[]','{"lines":0,"cover":0,"contents":0,"documents":0,"remainder":0,"stretches":[]}','[]');
CREATE TABLE leases (
	name TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);
CREATE TABLE number_keys (
	"key" TEXT NOT NULL, 
	taken INTEGER, 
	CONSTRAINT pk_number_keys PRIMARY KEY ("key")
);
INSERT INTO "number_keys" VALUES('江云政发2021-1',1);
INSERT INTO "number_keys" VALUES('江云政发2021-2',1);
INSERT INTO "number_keys" VALUES('江云政发2021-3',1);
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	partition INTEGER NOT NULL, 
	sent_at DATETIME, 
	event_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	data BLOB NOT NULL, 
	correlation_id TEXT, 
	"group" TEXT
);
INSERT INTO "outbox" VALUES(1,0,NULL,'f3ab0e3255fe44f6bf9f557683143c8a','gazette.issue.stored.v1','56eaa91b907acc59','2026-11-22 18:53:20.222251',X'7B2269737375655F6964223A2235366561613931623930376163633539222C2267656E65726174696F6E223A312C22736861323536223A2235366561613931623930376163633539306533316365326433363561653834616531646261663462343734383234363166373535333663306162366533396231227D',NULL,NULL);
INSERT INTO "outbox" VALUES(2,2,NULL,'d168c234d6664a3cb5e95bb5896bca23','gazette.issue.stored.v1','452bfe51831b3828','2026-11-22 18:53:20.318769',X'7B2269737375655F6964223A2234353262666535313833316233383238222C2267656E65726174696F6E223A312C22736861323536223A2234353262666535313833316233383238396262646164356562333561613732373132306637376239353434643334663062306637323139343463393666323537227D',NULL,NULL);
INSERT INTO "outbox" VALUES(3,6,NULL,'7d696cd2b459497f8cdff319edf80e48','gazette.issue.stored.v1','9cf9792eae2241d4','2026-11-22 18:53:20.383248',X'7B2269737375655F6964223A2239636639373932656165323234316434222C2267656E65726174696F6E223A312C22736861323536223A2239636639373932656165323234316434636434663731393835393731636266623332643837633133653232393034636439306364363334626265346534373364227D',NULL,NULL);
INSERT INTO "outbox" VALUES(4,0,NULL,'dafbdec340a3431086c894b34d21fd25','gazette.issue.extracted.v1','56eaa91b907acc59','2026-11-22 18:53:20.823619',X'7B2269737375655F6964223A2235366561613931623930376163633539222C2267656E65726174696F6E223A312C22646F63756D656E7473223A327D',NULL,NULL);
INSERT INTO "outbox" VALUES(5,2,NULL,'ee91cd6cc57e44be9bf9552fbbcca3de','gazette.issue.extracted.v1','452bfe51831b3828','2026-11-22 18:53:20.868172',X'7B2269737375655F6964223A2234353262666535313833316233383238222C2267656E65726174696F6E223A312C22646F63756D656E7473223A317D',NULL,NULL);
INSERT INTO "outbox" VALUES(6,0,NULL,'97b38694fef24cb48f8f2d2c6c7392de','gazette.issue.classified.v1','56eaa91b907acc59','2026-11-22 18:53:20.934537',X'7B2269737375655F6964223A2235366561613931623930376163633539222C2267656E65726174696F6E223A317D',NULL,NULL);
INSERT INTO "outbox" VALUES(7,6,NULL,'83996094a904424a8bfc7037e62c54cf','gazette.issue.failed.v1','9cf9792eae2241d4','2026-11-22 18:53:20.944457',X'7B2269737375655F6964223A2239636639373932656165323234316434222C2267656E65726174696F6E223A312C22726561736F6E5F636F6465223A2270696374757265227D',NULL,NULL);
INSERT INTO "outbox" VALUES(8,2,NULL,'e1c279d12e8342e896ec842c11420f2c','gazette.issue.classified.v1','452bfe51831b3828','2026-11-22 18:53:20.997739',X'7B2269737375655F6964223A2234353262666535313833316233383238222C2267656E65726174696F6E223A317D',NULL,NULL);
INSERT INTO "outbox" VALUES(9,0,NULL,'c0e3d893e9bf4f00b107cec4eccde8ca','gazette.documents.changed.v1','56eaa91b907acc59','2026-11-22 18:53:20.997749',X'7B2269737375655F6964223A2235366561613931623930376163633539222C22646F63756D656E745F696473223A5B2236363065343562343334653936663437222C2261336332303963613237343965346363225D2C226361757365223A2234353262666535313833316233383238227D',NULL,NULL);
INSERT INTO "outbox" VALUES(10,0,NULL,'f392024c5d7d4357a357aee489131d1b','gazette.issue.ready.v1','56eaa91b907acc59','2026-11-22 18:53:21.125349',X'7B2269737375655F6964223A2235366561613931623930376163633539222C2267656E65726174696F6E223A312C22646F63756D656E7473223A327D',NULL,NULL);
INSERT INTO "outbox" VALUES(11,2,NULL,'3a340ee7840e4a148bf2efa456a2fcf1','gazette.issue.ready.v1','452bfe51831b3828','2026-11-22 18:53:21.257437',X'7B2269737375655F6964223A2234353262666535313833316233383238222C2267656E65726174696F6E223A312C22646F63756D656E7473223A317D',NULL,NULL);
INSERT INTO "outbox" VALUES(12,2,NULL,'429c1ca27f824d97a978ea4ecec26200','gazette.issue.stored.v1','da899185808cbd06','2026-11-22 18:53:22.576050',X'7B2269737375655F6964223A2264613839393138353830386362643036222C2267656E65726174696F6E223A312C22736861323536223A2264613839393138353830386362643036663831666339633536303235323061623536353034396264633431653462326336633233383163636636323364623034227D','correlation-of-0.1.0',NULL);
CREATE TABLE positions (
	"group" TEXT NOT NULL, 
	partition INTEGER NOT NULL, 
	"offset" INTEGER NOT NULL, 
	CONSTRAINT pk_positions PRIMARY KEY ("group", partition)
);
INSERT INTO "positions" VALUES('extract',0,10);
INSERT INTO "positions" VALUES('extract',1,0);
INSERT INTO "positions" VALUES('extract',2,11);
INSERT INTO "positions" VALUES('extract',3,0);
INSERT INTO "positions" VALUES('extract',4,0);
INSERT INTO "positions" VALUES('extract',5,0);
INSERT INTO "positions" VALUES('extract',6,7);
INSERT INTO "positions" VALUES('extract',7,0);
INSERT INTO "positions" VALUES('classify',0,10);
INSERT INTO "positions" VALUES('classify',1,0);
INSERT INTO "positions" VALUES('classify',2,11);
INSERT INTO "positions" VALUES('classify',3,0);
INSERT INTO "positions" VALUES('classify',4,0);
INSERT INTO "positions" VALUES('classify',5,0);
INSERT INTO "positions" VALUES('classify',6,7);
INSERT INTO "positions" VALUES('classify',7,0);
INSERT INTO "positions" VALUES('index',0,10);
INSERT INTO "positions" VALUES('index',1,0);
INSERT INTO "positions" VALUES('index',2,11);
INSERT INTO "positions" VALUES('index',3,0);
INSERT INTO "positions" VALUES('index',4,0);
INSERT INTO "positions" VALUES('index',5,0);
INSERT INTO "positions" VALUES('index',6,7);
INSERT INTO "positions" VALUES('index',7,0);
CREATE TABLE relations (
	id INTEGER NOT NULL, 
	issue_id VARCHAR(32) NOT NULL, 
	document_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	target_key TEXT NOT NULL, 
	target_number TEXT NOT NULL, 
	target_title TEXT, 
	line INTEGER, 
	CONSTRAINT pk_relations PRIMARY KEY (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "relations" VALUES(1,'452bfe51831b3828','d8ba2e4dd9864c6e','cites','江云政发2021-2','江云政发〔2021〕2号',NULL,15);
INSERT INTO "relations" VALUES(2,'452bfe51831b3828','d8ba2e4dd9864c6e','repeals','江云政发2021-1','江云政发〔2021〕1号','关于加强防汛抗旱工作的通知',15);
CREATE TABLE submissions (
	"key" TEXT NOT NULL, 
	issue_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_submissions PRIMARY KEY ("key")
);
INSERT INTO "submissions" VALUES('key-of-0.1.0','da899185808cbd06');
CREATE TABLE timeline (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	issue_id VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	stage TEXT NOT NULL, 
	event TEXT NOT NULL, 
	status TEXT NOT NULL, 
	attempt INTEGER NOT NULL, 
	duration_ms INTEGER, 
	message TEXT
);
INSERT INTO "timeline" VALUES(1,'56eaa91b907acc59','2026-11-22 18:53:20.212858','ingest','stored','done',1,NULL,'670 bytes');
INSERT INTO "timeline" VALUES(2,'56eaa91b907acc59','2026-11-22 18:53:20.310712','extract','gazette.issue.stored.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(3,'452bfe51831b3828','2026-11-22 18:53:20.318579','ingest','stored','done',1,NULL,'471 bytes');
INSERT INTO "timeline" VALUES(4,'9cf9792eae2241d4','2026-11-22 18:53:20.383080','ingest','stored','done',1,NULL,'58 bytes');
INSERT INTO "timeline" VALUES(5,'56eaa91b907acc59','2026-11-22 18:53:20.823771','extract','gazette.issue.stored.v1','done',1,498,'2 documents, 0 of 31 lines left over');
INSERT INTO "timeline" VALUES(6,'56eaa91b907acc59','2026-11-22 18:53:20.842140','classify','gazette.issue.extracted.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(7,'452bfe51831b3828','2026-11-22 18:53:20.850393','extract','gazette.issue.stored.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(8,'452bfe51831b3828','2026-11-22 18:53:20.868305','extract','gazette.issue.stored.v1','done',1,15,'1 documents, 0 of 19 lines left over');
INSERT INTO "timeline" VALUES(9,'9cf9792eae2241d4','2026-11-22 18:53:20.901147','extract','gazette.issue.stored.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(10,'56eaa91b907acc59','2026-11-22 18:53:20.934696','classify','gazette.issue.extracted.v1','done',1,68,'gazette_issue');
INSERT INTO "timeline" VALUES(11,'56eaa91b907acc59','2026-11-22 18:53:20.940273','index','gazette.issue.classified.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(12,'9cf9792eae2241d4','2026-11-22 18:53:20.944595','extract','gazette.issue.stored.v1','rejected',1,11,'这是图片，目前尚不支持。请改为上传其文本（.txt 或 .md）。 This is a picture, which is not supported yet. Give its text as a .txt or .md file instead.');
INSERT INTO "timeline" VALUES(13,'452bfe51831b3828','2026-11-22 18:53:20.970357','classify','gazette.issue.extracted.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(14,'452bfe51831b3828','2026-11-22 18:53:20.998239','classify','gazette.issue.extracted.v1','done',1,10,'gazette_issue');
INSERT INTO "timeline" VALUES(15,'56eaa91b907acc59','2026-11-22 18:53:21.125798','index','gazette.issue.classified.v1','done',1,180,'2 documents findable');
INSERT INTO "timeline" VALUES(16,'452bfe51831b3828','2026-11-22 18:53:21.132590','index','gazette.issue.classified.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(17,'56eaa91b907acc59','2026-11-22 18:53:21.132932','index','gazette.documents.changed.v1','started',1,NULL,NULL);
INSERT INTO "timeline" VALUES(18,'452bfe51831b3828','2026-11-22 18:53:21.257658','index','gazette.issue.classified.v1','done',1,62,'1 documents findable');
INSERT INTO "timeline" VALUES(19,'56eaa91b907acc59','2026-11-22 18:53:21.257844','index','gazette.documents.changed.v1','done',1,62,'2 documents findable');
INSERT INTO "timeline" VALUES(20,'da899185808cbd06','2026-11-22 18:53:22.574989','ingest','stored','done',1,NULL,'389 bytes');
CREATE INDEX ix_delayed_due ON delayed (due);
CREATE INDEX ix_inbox_at ON inbox (at);
CREATE INDEX ix_issues_newest ON issues (uploaded_at, id);
CREATE INDEX ix_issues_status ON issues (status, updated_at);
CREATE INDEX ix_outbox_partition ON outbox (partition, id);
CREATE INDEX ix_outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX ix_timeline_issue_id ON timeline (issue_id);
CREATE INDEX ix_documents_issue_id ON documents (issue_id);
CREATE INDEX ix_documents_number_key ON documents (number_key);
CREATE INDEX ix_relations_issue_id ON relations (issue_id);
CREATE INDEX ix_relations_target_key ON relations (target_key);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('timeline',20);
INSERT INTO "sqlite_sequence" VALUES('outbox',12);
COMMIT;
