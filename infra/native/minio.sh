# shellcheck shell=bash disable=SC2154
# Sourced. MinIO: object storage with the S3 API; tells the Kafka beside it what is put into a bucket that asks for it.

minio_version=v0.0.0-20250907161309-07c3a429bfed
minio_folder=$cache/minio-$minio_version

minio_install() { GOBIN=$1 CGO_ENABLED=0 nice -n 10 go install -trimpath "github.com/minio/minio@$minio_version"; }

minio_provision() { cached "$minio_folder" minio_install; }

# With a queue on disk it starts and takes objects also while Kafka is away, or has no such topic yet.
minio_notifications() {
  export MINIO_NOTIFY_KAFKA_ENABLE_GAZETTE=on MINIO_NOTIFY_KAFKA_TOPIC_GAZETTE=gazette.bucket
  export MINIO_NOTIFY_KAFKA_BROKERS_GAZETTE=127.0.0.1:${port[kafka]} MINIO_NOTIFY_KAFKA_QUEUE_DIR_GAZETTE=$dir/minio/queue
  export MINIO_NOTIFY_KAFKA_SASL_GAZETTE=on MINIO_NOTIFY_KAFKA_SASL_MECHANISM_GAZETTE=plain
  export MINIO_NOTIFY_KAFKA_SASL_USERNAME_GAZETTE=gazette MINIO_NOTIFY_KAFKA_SASL_PASSWORD_GAZETTE
  MINIO_NOTIFY_KAFKA_SASL_PASSWORD_GAZETTE=$(password kafka)
}

minio_start() {
  mkdir -p "$dir/minio"/{data,queue,certs}
  (
    minio_notifications
    export MINIO_ROOT_USER=gazette MINIO_ROOT_PASSWORD MINIO_BROWSER=off MINIO_UPDATE=off
    MINIO_ROOT_PASSWORD=$(password minio)
    begin minio "$minio_folder/minio" server --address "127.0.0.1:${port[minio]}" --certs-dir certs data
  )
}

minio_answers() { http_ok "${port[minio]}" /minio/health/cluster; }

minio_stop() { end minio TERM; }

minio_url() { say "GAZETTE_OBJECT_STORE='s3://gazette:$(password minio)@127.0.0.1:${port[minio]}/gazette?secure=false'"; }
