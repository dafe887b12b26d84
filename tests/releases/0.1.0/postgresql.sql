--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: beats; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.beats (
    member text NOT NULL,
    role text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    problem text
);


--
-- Name: dead_letters; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dead_letters (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    failed_group text NOT NULL,
    cause text NOT NULL,
    message text NOT NULL,
    attempts integer NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    "time" timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    correlation_id text,
    "group" text
);


--
-- Name: dead_letters_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.dead_letters_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: dead_letters_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.dead_letters_id_seq OWNED BY public.dead_letters.id;


--
-- Name: delayed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.delayed (
    id bigint NOT NULL,
    due timestamp with time zone NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    "time" timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    correlation_id text,
    "group" text
);


--
-- Name: delayed_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.delayed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: delayed_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.delayed_id_seq OWNED BY public.delayed.id;


--
-- Name: documents; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.documents (
    id character varying(32) NOT NULL,
    issue_id character varying(32) NOT NULL,
    "position" integer NOT NULL,
    number_key text,
    order_key bigint NOT NULL,
    revision integer NOT NULL,
    deleted boolean NOT NULL,
    document text NOT NULL,
    classes text NOT NULL
);


--
-- Name: inbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.inbox (
    "group" text NOT NULL,
    event_id text NOT NULL,
    attempts integer NOT NULL,
    done boolean NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: issues; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.issues (
    id character varying(32) NOT NULL,
    sha256 character varying(64) NOT NULL,
    file_name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    status character varying(16) NOT NULL,
    note text,
    reason_code text,
    reason text,
    retryable boolean NOT NULL,
    generation integer NOT NULL,
    revision integer NOT NULL,
    deleted boolean NOT NULL,
    kind character varying(16),
    text_key text,
    document_count integer NOT NULL,
    doubtful_count integer NOT NULL,
    year integer,
    publisher text,
    masthead text,
    toc text NOT NULL,
    discrepancies text NOT NULL,
    balance text NOT NULL,
    notes text NOT NULL
);


--
-- Name: leases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leases (
    name text NOT NULL,
    holder text NOT NULL,
    until timestamp with time zone NOT NULL
);


--
-- Name: number_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.number_keys (
    key text NOT NULL,
    taken bigint
);


--
-- Name: outbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    partition integer NOT NULL,
    sent_at timestamp with time zone,
    event_id text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    "time" timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    correlation_id text,
    "group" text
);


--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: outbox_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;


--
-- Name: positions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.positions (
    "group" text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL
);


--
-- Name: relations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.relations (
    id bigint NOT NULL,
    issue_id character varying(32) NOT NULL,
    document_id character varying(32) NOT NULL,
    kind character varying(16) NOT NULL,
    target_key text NOT NULL,
    target_number text NOT NULL,
    target_title text,
    line integer
);


--
-- Name: relations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.relations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: relations_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.relations_id_seq OWNED BY public.relations.id;


--
-- Name: submissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.submissions (
    key text NOT NULL,
    issue_id character varying(32) NOT NULL
);


--
-- Name: timeline; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.timeline (
    id bigint NOT NULL,
    issue_id character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    stage text NOT NULL,
    event text NOT NULL,
    status text NOT NULL,
    attempt integer NOT NULL,
    duration_ms integer,
    message text
);


--
-- Name: timeline_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.timeline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: timeline_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.timeline_id_seq OWNED BY public.timeline.id;


--
-- Name: dead_letters id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dead_letters ALTER COLUMN id SET DEFAULT nextval('public.dead_letters_id_seq'::regclass);


--
-- Name: delayed id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delayed ALTER COLUMN id SET DEFAULT nextval('public.delayed_id_seq'::regclass);


--
-- Name: outbox id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);


--
-- Name: relations id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.relations ALTER COLUMN id SET DEFAULT nextval('public.relations_id_seq'::regclass);


--
-- Name: timeline id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.timeline ALTER COLUMN id SET DEFAULT nextval('public.timeline_id_seq'::regclass);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES ('0001');


--
-- Data for Name: beats; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: dead_letters; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.dead_letters VALUES (1, '2026-11-22 18:53:22.605753+00', 'extract', 'undecodable', 'odd', 1, 'cf8759005a3a4ed3b27f6ec6b51ebd6f', 'gazette.undecodable', 'x', '2026-11-22 18:53:22.605743+00', '\xff00', NULL, NULL);


--
-- Data for Name: delayed; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.delayed VALUES (1, '2026-11-23 18:53:22.607953+00', '45155566272148f0899bb8180870a686', 'gazette.later.v9', 'x', '2026-11-22 18:53:22.607949+00', '\x7b7d', NULL, 'index');


--
-- Data for Name: documents; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.documents VALUES ('660e45b434e96f47', '56eaa91b907acc59', 0, '江云政发2021-1', 6489690569649791399, 3, false, '{"title":"江岭市云溪区人民政府关于加强防汛抗旱工作的通知","start_line":9,"end_line":19,"doc_number":"江云政发〔2021〕1号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-01-02","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[],"cites":[],"outline":[],"provenance":{"title":{"place":{"start_line":9,"start":0,"end_line":9,"end":23,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":9,"start":0,"end_line":9,"end":23,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5"},"doc_number":{"place":{"start_line":11,"start":0,"end_line":11,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":13,"start":0,"end_line":13,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":17,"start":0,"end_line":17,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":19,"start":0,"end_line":19,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}', '{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.9882,"subclass":"水利","words":["防汛抗旱","乡镇"]}]}');
INSERT INTO public.documents VALUES ('a3c209ca2749e4cc', '56eaa91b907acc59', 1, '江云政发2021-2', 6489974164698321210, 3, false, '{"title":"江岭市云溪区人民政府关于做好森林防火工作的通知","start_line":21,"end_line":31,"doc_number":"江云政发〔2021〕2号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-02-03","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[],"cites":[],"outline":[],"provenance":{"title":{"place":{"start_line":21,"start":0,"end_line":21,"end":23,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":21,"start":0,"end_line":21,"end":23,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5, after signature +0.5"},"doc_number":{"place":{"start_line":23,"start":0,"end_line":23,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":25,"start":0,"end_line":25,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":29,"start":0,"end_line":29,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":31,"start":0,"end_line":31,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}', '{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.9882,"subclass":"林业","words":["森林防火","乡镇"]}]}');
INSERT INTO public.documents VALUES ('d8ba2e4dd9864c6e', '452bfe51831b3828', 0, '江云政发2021-3', 6490231071407501004, 2, false, '{"title":"江岭市云溪区人民政府关于废止有关文件的通知","start_line":9,"end_line":19,"doc_number":"江云政发〔2021〕3号","doc_number_toc":null,"issuer":"江岭市云溪区人民政府","signatory":null,"addressees":"各乡镇人民政府、街道办事处，区政府各部门","issued_date":"2021-03-04","effective_date":null,"effective_clause":null,"attachment_of":null,"attachment_no":null,"section":null,"page":null,"issue_index":0,"enclosures":[],"personnel":[],"repeals":[{"title":"关于加强防汛抗旱工作的通知","doc_number":"江云政发〔2021〕1号","line":15,"place":{"start_line":15,"start":16,"end_line":15,"end":28,"page":null},"lapses":false,"doubtful":false}],"cites":[{"title":null,"doc_number":"江云政发〔2021〕2号","line":15,"place":{"start_line":15,"start":43,"end_line":15,"end":55,"page":null},"lapses":false,"doubtful":false}],"outline":[],"provenance":{"title":{"place":{"start_line":9,"start":0,"end_line":9,"end":21,"page":null},"confidence":1.0,"source":"title"},"start_line":{"place":{"start_line":9,"start":0,"end_line":9,"end":21,"page":null},"confidence":1.0,"source":"title +3.0, number +3.0, addressee +2.5"},"doc_number":{"place":{"start_line":11,"start":0,"end_line":11,"end":12,"page":null},"confidence":1.0,"source":"number line"},"addressees":{"place":{"start_line":13,"start":0,"end_line":13,"end":20,"page":null},"confidence":1.0,"source":"addressee line"},"issuer":{"place":{"start_line":17,"start":0,"end_line":17,"end":10,"page":null},"confidence":0.95,"source":"signature"},"issued_date":{"place":{"start_line":19,"start":0,"end_line":19,"end":9,"page":null},"confidence":0.95,"source":"signature"}},"confidence":1.0,"doubtful":[]}', '{"doc_type":"通知","instrument":null,"topics":[{"name":"农业、林业、水利","score":0.6429,"subclass":"水利","words":["防汛抗旱","乡镇"]},{"name":"综合政务","score":0.3571,"subclass":null,"words":["废止","政府"]}]}');


--
-- Data for Name: inbox; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.inbox VALUES ('extract', 'f3ab0e3255fe44f6bf9f557683143c8a', 1, true, '2026-11-22 18:53:20.809567+00');
INSERT INTO public.inbox VALUES ('classify', 'dafbdec340a3431086c894b34d21fd25', 1, true, '2026-11-22 18:53:20.9129+00');
INSERT INTO public.inbox VALUES ('extract', 'd168c234d6664a3cb5e95bb5896bca23', 1, true, '2026-11-22 18:53:20.866215+00');
INSERT INTO public.inbox VALUES ('extract', '7d696cd2b459497f8cdff319edf80e48', 1, true, '2026-11-22 18:53:20.943864+00');
INSERT INTO public.inbox VALUES ('index', '97b38694fef24cb48f8f2d2c6c7392de', 1, true, '2026-11-22 18:53:21.120589+00');
INSERT INTO public.inbox VALUES ('classify', 'ee91cd6cc57e44be9bf9552fbbcca3de', 1, true, '2026-11-22 18:53:20.981488+00');
INSERT INTO public.inbox VALUES ('index', 'e1c279d12e8342e896ec842c11420f2c', 1, true, '2026-11-22 18:53:21.256559+00');
INSERT INTO public.inbox VALUES ('index', 'c0e3d893e9bf4f00b107cec4eccde8ca', 1, true, '2026-11-22 18:53:21.257764+00');


--
-- Data for Name: issues; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.issues VALUES ('56eaa91b907acc59', '56eaa91b907acc590e31ce2d365ae84ae1dbaf4b47482461f75536c0ab6e39b1', '第1期.txt', 'text/plain', 670, '2026-11-22 18:53:20.201527+00', '2026-11-22 18:53:21.121067+00', 'ready', NULL, NULL, NULL, false, 1, 5, false, 'gazette_issue', 'sha256/56/ea/56eaa91b907acc590e31ce2d365ae84ae1dbaf4b47482461f75536c0ab6e39b1', 2, 0, 2021, '江岭市云溪区政务服务局', '{"name":"江岭市云溪区人民政府公报","year":2021,"number":1,"total_number":1,"publication_date":null,"publisher":"江岭市云溪区政务服务局"}', '[]', '[]', '{"lines":31,"cover":8,"contents":0,"documents":23,"remainder":0,"stretches":[{"start_line":1,"end_line":8,"part":"cover","name":null},{"start_line":9,"end_line":20,"part":"document","name":"0"},{"start_line":21,"end_line":31,"part":"document","name":"1"}]}', '[]');
INSERT INTO public.issues VALUES ('452bfe51831b3828', '452bfe51831b38289bbdad5eb35aa727120f77b9544d34f0b0f721944c96f257', '第2期.txt', 'text/plain', 471, '2026-11-22 18:53:20.296806+00', '2026-11-22 18:53:21.257154+00', 'ready', NULL, NULL, NULL, false, 1, 5, false, 'gazette_issue', 'sha256/45/2b/452bfe51831b38289bbdad5eb35aa727120f77b9544d34f0b0f721944c96f257', 1, 0, 2021, '江岭市云溪区政务服务局', '{"name":"江岭市云溪区人民政府公报","year":2021,"number":2,"total_number":2,"publication_date":null,"publisher":"江岭市云溪区政务服务局"}', '[]', '[]', '{"lines":19,"cover":8,"contents":0,"documents":11,"remainder":0,"stretches":[{"start_line":1,"end_line":8,"part":"cover","name":null},{"start_line":9,"end_line":19,"part":"document","name":"0"}]}', '[]');
INSERT INTO public.issues VALUES ('9cf9792eae2241d4', '9cf9792eae2241d4cd4f71985971cbfb32d87c13e22904cd90cd634bbe4e473d', '图片.png', 'image/png', 58, '2026-11-22 18:53:20.381416+00', '2026-11-22 18:53:20.944193+00', 'failed', NULL, 'picture', '这是图片，目前尚不支持。请改为上传其文本（.txt 或 .md）。 This is a picture, which is not supported yet. Give its text as a .txt or .md file instead.', false, 1, 3, false, NULL, NULL, 0, 0, NULL, NULL, NULL, '[]', '[]', '{"lines":0,"cover":0,"contents":0,"documents":0,"remainder":0,"stretches":[]}', '[]');
INSERT INTO public.issues VALUES ('da899185808cbd06', 'da899185808cbd06f81fc9c5602520ab565049bdc41e4b2c6c2381ccf623db04', '第3期.txt', 'text/plain', 389, '2026-11-22 18:53:22.537638+00', '2026-11-22 18:53:22.555054+00', 'received', '待处理', NULL, NULL, false, 1, 1, false, NULL, NULL, 0, 0, NULL, NULL, NULL, '[]', '[]', '{"lines":0,"cover":0,"contents":0,"documents":0,"remainder":0,"stretches":[]}', '[]');


--
-- Data for Name: leases; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: number_keys; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.number_keys VALUES ('江云政发2021-1', 1);
INSERT INTO public.number_keys VALUES ('江云政发2021-2', 1);
INSERT INTO public.number_keys VALUES ('江云政发2021-3', 1);


--
-- Data for Name: outbox; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.outbox VALUES (12, 2, NULL, '429c1ca27f824d97a978ea4ecec26200', 'gazette.issue.stored.v1', 'da899185808cbd06', '2026-11-22 18:53:22.57605+00', '\x7b2269737375655f6964223a2264613839393138353830386362643036222c2267656e65726174696f6e223a312c22736861323536223a2264613839393138353830386362643036663831666339633536303235323061623536353034396264633431653462326336633233383163636636323364623034227d', 'correlation-of-0.1.0', NULL);
INSERT INTO public.outbox VALUES (1, 0, '2026-11-22 18:53:23.523012+00', 'f3ab0e3255fe44f6bf9f557683143c8a', 'gazette.issue.stored.v1', '56eaa91b907acc59', '2026-11-22 18:53:20.222251+00', '\x7b2269737375655f6964223a2235366561613931623930376163633539222c2267656e65726174696f6e223a312c22736861323536223a2235366561613931623930376163633539306533316365326433363561653834616531646261663462343734383234363166373535333663306162366533396231227d', NULL, NULL);
INSERT INTO public.outbox VALUES (2, 2, '2026-11-22 18:53:23.523012+00', 'd168c234d6664a3cb5e95bb5896bca23', 'gazette.issue.stored.v1', '452bfe51831b3828', '2026-11-22 18:53:20.318769+00', '\x7b2269737375655f6964223a2234353262666535313833316233383238222c2267656e65726174696f6e223a312c22736861323536223a2234353262666535313833316233383238396262646164356562333561613732373132306637376239353434643334663062306637323139343463393666323537227d', NULL, NULL);
INSERT INTO public.outbox VALUES (3, 6, '2026-11-22 18:53:23.523012+00', '7d696cd2b459497f8cdff319edf80e48', 'gazette.issue.stored.v1', '9cf9792eae2241d4', '2026-11-22 18:53:20.383248+00', '\x7b2269737375655f6964223a2239636639373932656165323234316434222c2267656e65726174696f6e223a312c22736861323536223a2239636639373932656165323234316434636434663731393835393731636266623332643837633133653232393034636439306364363334626265346534373364227d', NULL, NULL);
INSERT INTO public.outbox VALUES (4, 0, '2026-11-22 18:53:23.523012+00', 'dafbdec340a3431086c894b34d21fd25', 'gazette.issue.extracted.v1', '56eaa91b907acc59', '2026-11-22 18:53:20.823619+00', '\x7b2269737375655f6964223a2235366561613931623930376163633539222c2267656e65726174696f6e223a312c22646f63756d656e7473223a327d', NULL, NULL);
INSERT INTO public.outbox VALUES (5, 2, '2026-11-22 18:53:23.523012+00', 'ee91cd6cc57e44be9bf9552fbbcca3de', 'gazette.issue.extracted.v1', '452bfe51831b3828', '2026-11-22 18:53:20.868172+00', '\x7b2269737375655f6964223a2234353262666535313833316233383238222c2267656e65726174696f6e223a312c22646f63756d656e7473223a317d', NULL, NULL);
INSERT INTO public.outbox VALUES (6, 0, '2026-11-22 18:53:23.523012+00', '97b38694fef24cb48f8f2d2c6c7392de', 'gazette.issue.classified.v1', '56eaa91b907acc59', '2026-11-22 18:53:20.934537+00', '\x7b2269737375655f6964223a2235366561613931623930376163633539222c2267656e65726174696f6e223a317d', NULL, NULL);
INSERT INTO public.outbox VALUES (7, 6, '2026-11-22 18:53:23.523012+00', '83996094a904424a8bfc7037e62c54cf', 'gazette.issue.failed.v1', '9cf9792eae2241d4', '2026-11-22 18:53:20.944457+00', '\x7b2269737375655f6964223a2239636639373932656165323234316434222c2267656e65726174696f6e223a312c22726561736f6e5f636f6465223a2270696374757265227d', NULL, NULL);
INSERT INTO public.outbox VALUES (8, 2, '2026-11-22 18:53:23.523012+00', 'e1c279d12e8342e896ec842c11420f2c', 'gazette.issue.classified.v1', '452bfe51831b3828', '2026-11-22 18:53:20.997739+00', '\x7b2269737375655f6964223a2234353262666535313833316233383238222c2267656e65726174696f6e223a317d', NULL, NULL);
INSERT INTO public.outbox VALUES (9, 0, '2026-11-22 18:53:23.523012+00', 'c0e3d893e9bf4f00b107cec4eccde8ca', 'gazette.documents.changed.v1', '56eaa91b907acc59', '2026-11-22 18:53:20.997749+00', '\x7b2269737375655f6964223a2235366561613931623930376163633539222c22646f63756d656e745f696473223a5b2236363065343562343334653936663437222c2261336332303963613237343965346363225d2c226361757365223a2234353262666535313833316233383238227d', NULL, NULL);
INSERT INTO public.outbox VALUES (10, 0, '2026-11-22 18:53:23.523012+00', 'f392024c5d7d4357a357aee489131d1b', 'gazette.issue.ready.v1', '56eaa91b907acc59', '2026-11-22 18:53:21.125349+00', '\x7b2269737375655f6964223a2235366561613931623930376163633539222c2267656e65726174696f6e223a312c22646f63756d656e7473223a327d', NULL, NULL);
INSERT INTO public.outbox VALUES (11, 2, '2026-11-22 18:53:23.523012+00', '3a340ee7840e4a148bf2efa456a2fcf1', 'gazette.issue.ready.v1', '452bfe51831b3828', '2026-11-22 18:53:21.257437+00', '\x7b2269737375655f6964223a2234353262666535313833316233383238222c2267656e65726174696f6e223a312c22646f63756d656e7473223a317d', NULL, NULL);


--
-- Data for Name: positions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: relations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.relations VALUES (1, '452bfe51831b3828', 'd8ba2e4dd9864c6e', 'cites', '江云政发2021-2', '江云政发〔2021〕2号', NULL, 15);
INSERT INTO public.relations VALUES (2, '452bfe51831b3828', 'd8ba2e4dd9864c6e', 'repeals', '江云政发2021-1', '江云政发〔2021〕1号', '关于加强防汛抗旱工作的通知', 15);


--
-- Data for Name: submissions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.submissions VALUES ('key-of-0.1.0', 'da899185808cbd06');


--
-- Data for Name: timeline; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.timeline VALUES (1, '56eaa91b907acc59', '2026-11-22 18:53:20.212858+00', 'ingest', 'stored', 'done', 1, NULL, '670 bytes');
INSERT INTO public.timeline VALUES (2, '56eaa91b907acc59', '2026-11-22 18:53:20.310712+00', 'extract', 'gazette.issue.stored.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (3, '452bfe51831b3828', '2026-11-22 18:53:20.318579+00', 'ingest', 'stored', 'done', 1, NULL, '471 bytes');
INSERT INTO public.timeline VALUES (4, '9cf9792eae2241d4', '2026-11-22 18:53:20.38308+00', 'ingest', 'stored', 'done', 1, NULL, '58 bytes');
INSERT INTO public.timeline VALUES (5, '56eaa91b907acc59', '2026-11-22 18:53:20.823771+00', 'extract', 'gazette.issue.stored.v1', 'done', 1, 498, '2 documents, 0 of 31 lines left over');
INSERT INTO public.timeline VALUES (6, '56eaa91b907acc59', '2026-11-22 18:53:20.84214+00', 'classify', 'gazette.issue.extracted.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (7, '452bfe51831b3828', '2026-11-22 18:53:20.850393+00', 'extract', 'gazette.issue.stored.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (8, '452bfe51831b3828', '2026-11-22 18:53:20.868305+00', 'extract', 'gazette.issue.stored.v1', 'done', 1, 15, '1 documents, 0 of 19 lines left over');
INSERT INTO public.timeline VALUES (9, '9cf9792eae2241d4', '2026-11-22 18:53:20.901147+00', 'extract', 'gazette.issue.stored.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (10, '56eaa91b907acc59', '2026-11-22 18:53:20.934696+00', 'classify', 'gazette.issue.extracted.v1', 'done', 1, 68, 'gazette_issue');
INSERT INTO public.timeline VALUES (11, '56eaa91b907acc59', '2026-11-22 18:53:20.940273+00', 'index', 'gazette.issue.classified.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (12, '9cf9792eae2241d4', '2026-11-22 18:53:20.944595+00', 'extract', 'gazette.issue.stored.v1', 'rejected', 1, 11, '这是图片，目前尚不支持。请改为上传其文本（.txt 或 .md）。 This is a picture, which is not supported yet. Give its text as a .txt or .md file instead.');
INSERT INTO public.timeline VALUES (13, '452bfe51831b3828', '2026-11-22 18:53:20.970357+00', 'classify', 'gazette.issue.extracted.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (14, '452bfe51831b3828', '2026-11-22 18:53:20.998239+00', 'classify', 'gazette.issue.extracted.v1', 'done', 1, 10, 'gazette_issue');
INSERT INTO public.timeline VALUES (15, '56eaa91b907acc59', '2026-11-22 18:53:21.125798+00', 'index', 'gazette.issue.classified.v1', 'done', 1, 180, '2 documents findable');
INSERT INTO public.timeline VALUES (16, '452bfe51831b3828', '2026-11-22 18:53:21.13259+00', 'index', 'gazette.issue.classified.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (17, '56eaa91b907acc59', '2026-11-22 18:53:21.132932+00', 'index', 'gazette.documents.changed.v1', 'started', 1, NULL, NULL);
INSERT INTO public.timeline VALUES (18, '452bfe51831b3828', '2026-11-22 18:53:21.257658+00', 'index', 'gazette.issue.classified.v1', 'done', 1, 62, '1 documents findable');
INSERT INTO public.timeline VALUES (19, '56eaa91b907acc59', '2026-11-22 18:53:21.257844+00', 'index', 'gazette.documents.changed.v1', 'done', 1, 62, '2 documents findable');
INSERT INTO public.timeline VALUES (20, 'da899185808cbd06', '2026-11-22 18:53:22.574989+00', 'ingest', 'stored', 'done', 1, NULL, '389 bytes');


--
-- Name: dead_letters_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.dead_letters_id_seq', 1, true);


--
-- Name: delayed_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.delayed_id_seq', 1, true);


--
-- Name: outbox_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outbox_id_seq', 12, true);


--
-- Name: relations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.relations_id_seq', 2, true);


--
-- Name: timeline_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.timeline_id_seq', 20, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: beats pk_beats; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.beats
    ADD CONSTRAINT pk_beats PRIMARY KEY (member);


--
-- Name: dead_letters pk_dead_letters; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT pk_dead_letters PRIMARY KEY (id);


--
-- Name: delayed pk_delayed; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delayed
    ADD CONSTRAINT pk_delayed PRIMARY KEY (id);


--
-- Name: documents pk_documents; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT pk_documents PRIMARY KEY (id);


--
-- Name: inbox pk_inbox; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT pk_inbox PRIMARY KEY ("group", event_id);


--
-- Name: issues pk_issues; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issues
    ADD CONSTRAINT pk_issues PRIMARY KEY (id);


--
-- Name: leases pk_leases; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT pk_leases PRIMARY KEY (name);


--
-- Name: number_keys pk_number_keys; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.number_keys
    ADD CONSTRAINT pk_number_keys PRIMARY KEY (key);


--
-- Name: outbox pk_outbox; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);


--
-- Name: positions pk_positions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.positions
    ADD CONSTRAINT pk_positions PRIMARY KEY ("group", partition);


--
-- Name: relations pk_relations; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.relations
    ADD CONSTRAINT pk_relations PRIMARY KEY (id);


--
-- Name: submissions pk_submissions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT pk_submissions PRIMARY KEY (key);


--
-- Name: timeline pk_timeline; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT pk_timeline PRIMARY KEY (id);


--
-- Name: documents uq_documents_order_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT uq_documents_order_key UNIQUE (order_key);


--
-- Name: ix_delayed_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_delayed_due ON public.delayed USING btree (due);


--
-- Name: ix_documents_issue_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_documents_issue_id ON public.documents USING btree (issue_id);


--
-- Name: ix_documents_number_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_documents_number_key ON public.documents USING btree (number_key);


--
-- Name: ix_inbox_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_inbox_at ON public.inbox USING btree (at);


--
-- Name: ix_issues_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_issues_newest ON public.issues USING btree (uploaded_at, id);


--
-- Name: ix_issues_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_issues_status ON public.issues USING btree (status, updated_at);


--
-- Name: ix_outbox_partition; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_partition ON public.outbox USING btree (partition, id);


--
-- Name: ix_outbox_unsent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_unsent ON public.outbox USING btree (id) WHERE (sent_at IS NULL);


--
-- Name: ix_relations_issue_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_relations_issue_id ON public.relations USING btree (issue_id);


--
-- Name: ix_relations_target_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_relations_target_key ON public.relations USING btree (target_key);


--
-- Name: ix_timeline_issue_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_timeline_issue_id ON public.timeline USING btree (issue_id);


--
-- Name: documents documents_issue_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES public.issues(id);


--
-- Name: relations relations_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.relations
    ADD CONSTRAINT relations_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);


--
-- PostgreSQL database dump complete
--


