"""The site to take away: ZIPs for a CMS, an archive or a USB stick."""
