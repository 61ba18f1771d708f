"""A worker that has little patience: `python -m tests.extract.sleepy`."""

from indexer.extract import channel, worker

if __name__ == "__main__":
    channel.IDLE_SECONDS = 0.2
    worker.main()
