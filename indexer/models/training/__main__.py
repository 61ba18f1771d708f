from indexer.models.training.job import main

main()
