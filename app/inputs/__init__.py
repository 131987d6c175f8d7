"""Files and folders of pictures and drawings, read in order by this process, by all cores or by a cluster. No prints."""
