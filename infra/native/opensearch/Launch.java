import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node until it is told to end: Launch FOLDER SETTING=VALUE... */
public final class Launch {
    public static void main(String[] args) throws InterruptedException {
        var runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        runner.onBuild((number, settings) -> {
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            for (var index = 1; index < args.length; index++) {
                var pair = args[index].split("=", 2);
                settings.put(pair[0], pair[1]);
            }
        }).build(OpenSearchRunner.newConfigs().basePath(args[0]).numOfNode(1).clusterName("gazette"));
        Thread.currentThread().join();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (Exception trouble) {
            trouble.printStackTrace();
        }
    }
}
